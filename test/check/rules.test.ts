import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Check } from '../../src/check/check.ts'
import { inventory } from './looking.ts'
import type { Inventory } from '../../src/check/inventory/inventory.ts'
import { distance } from '../../src/check/rules/weak-credentials.ts'
import { base64, checkText, dockerConfig, look, pod, secret, tokenEnding } from './looking.ts'

const shop = { namespace: 'shop', name: 'acr-secret' }
const IMAGE = 'contoso.azurecr.io/web'

/** `status: severity code, severity code`. */
function told({ podSpecs, findings }: Check): string {
  const statuses = podSpecs.flatMap(({ images }) => images.map(({ status }) => status))
  return `${statuses.join(' ')}: ${findings.map(({ severity, code }) => `${severity} ${code}`).join(', ')}`
}

const days = 86_400_000
const password = (text: string): string =>
  JSON.stringify({ auths: { 'contoso.azurecr.io': { username: 'u', password: text } } })

const table: Record<string, [objects: readonly object[], parts: Partial<Inventory>, expected: string]> = {
  'no image of a registry': [[pod('nginx', 'acr-secret')], { absent: [shop] }, ': '],
  'a Secret that fits': [[pod(IMAGE, 'acr-secret')], { secrets: [secret()] }, 'pulls: '],
  'a Secret that is not there': [
    [pod(IMAGE, 'acr-secret')],
    { absent: [shop] },
    'fails: error secret-missing',
  ],
  'one that is not there beside one that fits': [
    [pod(IMAGE, 'acr-secret', 'b')],
    { absent: [shop], secrets: [secret(undefined, 'b')] },
    'pulls: warning secret-missing',
  ],
  'one that is not there beside one that is not known': [
    [pod(IMAGE, 'acr-secret', 'b')],
    { absent: [shop] },
    'unknown: warning secret-missing, note secret-not-in-input',
  ],
  'one that may not be read': [
    [pod(IMAGE, 'acr-secret')],
    { denied: [shop] },
    'unknown: warning secret-denied',
  ],
  'one without an entry beside one that is not known': [
    [pod(IMAGE, 'acr-secret', 'b')],
    { secrets: [secret('{}')] },
    'unknown: note secret-not-in-input',
  ],
  'one that is unreadable beside one that fits': [
    [pod(IMAGE, 'acr-secret', 'b')],
    { secrets: [secret(), secret('hunter2', 'b')] },
    'fails: error unreadable-secret',
  ],
  'one of the wrong type beside one that fits': [
    [pod(IMAGE, 'acr-secret', 'b')],
    { secrets: [secret(), { ...secret(undefined, 'b'), type: 'Opaque' }] },
    'pulls: warning wrong-type',
  ],
  'a token that has ended': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(password(tokenEnding(-1000)))] },
    'fails: error token-expired',
  ],
  'a token that ends this moment': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(password(tokenEnding(0)))] },
    'fails: error token-expired',
  ],
  'a token that ends within a week': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(password(tokenEnding(7 * days)))] },
    'pulls: warning token-expiring',
  ],
  'a token that lasts': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(password(tokenEnding(8 * days)))] },
    'pulls: ',
  ],
  'a password with dots that is no token': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(password('a.b.c'))] },
    'pulls: ',
  ],
  'an ended token, for another registry than the one that fails': [
    [
      {
        ...pod('', 'acr-secret', 'b'),
        spec: {
          imagePullSecrets: [{ name: 'acr-secret' }, { name: 'b' }],
          containers: [{ image: IMAGE }, { image: 'fabrikam.azurecr.io/x' }],
        },
      },
    ],
    { secrets: [secret(password(tokenEnding(-1000))), secret(undefined, 'b')] },
    'pulls fails: warning token-expired, error no-entry-for-host',
  ],
  'a wildcard without a dot matches no image': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(dockerConfig('contoso.azurecr.io', '*'))] },
    'pulls: ',
  ],
  'a wildcard in the first label': [
    [pod(IMAGE, 'acr-secret')],
    { secrets: [secret(dockerConfig('contos[o].azurecr.io'))] },
    'pulls: warning wildcard-entry',
  ],
  'a Secret that two pod specs list is one finding, and the worse one': [
    [pod(IMAGE, 'acr-secret', 'b'), pod(IMAGE, 'b')],
    { secrets: [secret(), { ...secret(undefined, 'b'), type: 'Opaque' }] },
    'pulls fails: error wrong-type',
  ],
}

for (const [name, [objects, parts, expected]] of Object.entries(table)) {
  test(name, () => assert.is(told(look(objects, parts)), expected))
}

/** Why an entry is none for an image, and what to type. */
const reasons: Record<string, [image: string, servers: string[], reason: RegExp, command: RegExp]> = {
  'nothing alike': [
    'contoso.azurecr.io/a',
    ['x.azurecr.io', 'https://index.docker.io/v1/'],
    /: its entries are for x\.azurecr\.io, index\.docker\.io$/,
    /secret contoso-pull -n shop --registry contoso\.azurecr\.io /,
  ],
  'many others': [
    'contoso.azurecr.io/a',
    ['a.io', 'b.io', 'c.io', 'd.io', 'e.io'],
    /: its entries are for a\.io, b\.io, c\.io and 2 more$/,
    /contoso-pull/,
  ],
  'none at all': ['contoso.azurecr.io/a', [], /: its "auths" are empty$/, /secret acr-secret /],
  'a bare name': [
    'contoso.azurecr.io/a',
    ['contoso'],
    /: its entry is for contoso, and the host is contoso\.azurecr\.io$/,
    /acr-secret/,
  ],
  'a host with a line end': [
    'contoso.azurecr.io/a',
    ['contoso.azurecr.io\n'],
    /: the host of its entry, contoso\.azurecr\.io, has a line break in it/,
    /acr-secret/,
  ],
  'a placeholder': ['contoso.azurecr.io/a', ['${HOST}'], /is for \$\{HOST\}, a placeholder/, /acr-secret/],
  'what cannot be parsed is not shown': [
    'contoso.azurecr.io/a',
    ['hunter2:%zz'],
    /: the host of its entry cannot be parsed/,
    /acr-secret/,
  ],
  'what is no host is not shown': [
    'contoso.azurecr.io/a',
    ['hunter2'],
    /: its entries are not for hosts$/,
    /pull/,
  ],
  'a regional host': [
    'contoso.eastus.geo.azurecr.io/a',
    ['contoso.azurecr.io'],
    /a regional one needs an entry of its own beside contoso\.azurecr\.io$/,
    /secret acr-secret -n shop --registry contoso\.azurecr\.io --regions eastus /,
  ],
  'another region': [
    'contoso.eastus.geo.azurecr.io/a',
    ['contoso.westus.geo.azurecr.io'],
    /beside contoso\.westus\.geo\.azurecr\.io$/,
    /--regions eastus,westus /,
  ],
  'the whole registry': [
    'contoso.azurecr.io/a',
    ['contoso.eastus.geo.azurecr.io'],
    /only for the regional host contoso\.eastus\.geo\.azurecr\.io$/,
    /--regions eastus /,
  ],
  'a domain name label': [
    'contoso-x1.azurecr.io/a',
    ['contoso.azurecr.io'],
    /has a domain name label/,
    /secret contoso-x1-pull -n shop --registry contoso-x1\.azurecr\.io /,
  ],
  'a domain name label in the entry': [
    'contoso.azurecr.io/a',
    ['contoso-x1.azurecr.io'],
    /whose domain name label the image lacks$/,
    /--registry contoso\.azurecr\.io /,
  ],
  'a port': [
    'contoso.azurecr.io:443/a',
    ['contoso.azurecr.io'],
    /ports/,
    /--registry contoso\.azurecr\.io:443 /,
  ],
  'a port in the entry': ['contoso.azurecr.io/a', ['contoso.azurecr.io:443'], /ports/, /acr-secret/],
  'a path': [
    'contoso.azurecr.io/a',
    ['contoso.azurecr.io/b'],
    /only for images below contoso\.azurecr\.io\/b$/,
    /acr-secret/,
  ],
  'capitals in the entry': ['contoso.azurecr.io/a', ['Contoso.azurecr.io'], /case-sensitively/, /acr-secret/],
  'a wildcard for too few labels': [
    'contoso.eastus.geo.azurecr.io/a',
    ['*.azurecr.io'],
    /one label of a host/,
    /contoso-pull/,
  ],
}

for (const [name, [image, servers, reason, command]] of Object.entries(reasons)) {
  test(`no entry: ${name}`, () => {
    const { findings } = look([pod(image, 'acr-secret')], { secrets: [secret(dockerConfig(...servers))] })
    const [finding] = findings.filter(({ code }) => code === 'no-entry-for-host')
    assert.match(finding?.what ?? '', reason)
    assert.match(finding?.command ?? '', command)
  })
}

test('no entry: a Secret that is of use is not overwritten', () => {
  const { findings } = look([pod(IMAGE, 'contoso-pull')], {
    secrets: [secret(dockerConfig('fabrikam.azurecr.io'), 'contoso-pull')],
  })
  assert.match(findings[0]?.command ?? '', /secret contoso-pull-2 -n shop --registry contoso\.azurecr\.io /)
})

test('no entry: capitals in the image are corrected there', () => {
  const { findings } = look([pod('Contoso.azurecr.io/a', 'acr-secret')], { secrets: [secret()] })
  assert.equal(
    findings.map(({ remedy, command }) => [remedy, command]),
    [['write contoso.azurecr.io in the image', undefined]],
  )
})

test('what the cluster lacks is fixed by a line that asks the cluster', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ image: IMAGE }] } } },
  }
  const [finding] = look([deployment], { secrets: [secret(undefined, 'regcred')] }).findings
  assert.is(
    finding?.command,
    'kubectl get deployment.apps web -n shop -o yaml | kubectl acr inject --secret regcred | kubectl apply -f -',
  )
  assert.is(finding?.place, undefined)
})

const quoted: Record<string, [file: string, shown: string]> = {
  'a plain path': ['deploy/web-1.yaml', 'deploy/web-1.yaml'],
  'a space': ['my app.yaml', "'my app.yaml'"],
  'a quote': ["it's.yaml", `'it'\\''s.yaml'`],
  'a command': ['$(reboot).yaml', "'$(reboot).yaml'"],
  'a leading hyphen is a file all the same': ['-x.yaml', '-x.yaml'],
}

for (const [name, [file, shown]] of Object.entries(quoted)) {
  test(`a line to type: ${name}`, async () => {
    const text = `apiVersion: v1\nkind: Pod\nspec: {containers: [{image: ${IMAGE}}]}\n`
    const { findings } = (await checkText(text, {}, file)).check
    assert.is(findings[0]?.command, `kubectl acr inject -f ${shown} --in-place`)
  })
}

for (const [file, command] of Object.entries({
  'kustomization.yaml': 'kubectl acr check -k .',
  'base/kustomization.yml': 'kubectl acr check -k base',
  'other.yaml': undefined,
})) {
  test(`a kustomization that is not built: ${file}`, async () => {
    const text =
      'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nimages: [{name: a, newName: contoso.azurecr.io/a}]\n'
    const [finding] = (await checkText(text, {}, file)).check.findings
    assert.equal([finding?.code, finding?.command], ['kustomization-not-built', command])
  })
}

const distances: Record<number, string> = {
  0: 'in 0 minutes',
  60_000: 'in 1 minute',
  7_199_000: 'in 119 minutes',
  7_200_000: 'in 2 hours',
  172_800_000: 'in 2 days',
  [-1000]: '0 minutes ago',
  [-10_800_000]: '3 hours ago',
  [-864_000_000]: '10 days ago',
}

for (const [milliseconds, words] of Object.entries(distances)) {
  test(`a distance of ${milliseconds}`, () => assert.is(distance(Number(milliseconds)), words))
}

test('the attempts carry what the registry can be asked with', () => {
  const config = JSON.stringify({ auths: { 'contoso.azurecr.io': { auth: base64('puller:hunter2') } } })
  const [examined] = look([pod(IMAGE, 'acr-secret')], { secrets: [secret(config)] }).podSpecs
  const [attempt] = examined?.images[0]?.attempts ?? []
  assert.equal(attempt?.entry.credential, { username: 'puller', password: 'hunter2' })
  assert.equal([attempt?.secret, attempt?.key], ['acr-secret', 'contoso.azurecr.io'])
})

test('nothing in, nothing out', () =>
  assert.equal(look([], inventory()), { podSpecs: [], findings: [], resources: 0 }))

test.run()
