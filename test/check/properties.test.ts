import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { keyringOf, lookup } from '../../src/pull-secret/keyring.ts'
import { CHECK_FORMATS } from '../../src/report/check/options.ts'
import { renderCheck } from '../../src/report/check/report.ts'
import { acr } from '../commands/in-process.ts'
import { imagesOf, isAcr, listOf, namesOf } from '../inject/expected.ts'
import { isFields, KINDS, resources } from '../inject/manifests.ts'
import type { Fields, Value } from '../inject/manifests.ts'
import { styles, writeStream } from '../inject/writing.ts'
import { NOON, TOOL } from '../report/transformations.ts'
import { base64, checkText, dockerConfig, look, pod, secret, tokenEnding } from './looking.ts'
import { propertyRuns } from '../property-runs.ts'

test('what inject --with-secret gives is clean, and each image has a credential', async () => {
  await fc.assert(
    fc.asyncProperty(resources, styles, fc.boolean(), async (all, how, isStrict) => {
      const input = writeStream(all, how)
      const given = ['inject', '--with-secret', '--username', 'puller', '--password-env', 'PULL']
      const injected = await acr(given, { input, env: { PULL: 'hunter2' } })
      assert.is(injected.code, 0)
      const { check, problems } = await checkText(injected.stdout, { isComplete: isStrict })
      assert.equal(problems, [])
      assert.equal(
        check.findings.filter(({ severity }) => severity === 'error'),
        [],
      )
      for (const { status } of check.podSpecs.flatMap(({ images }) => images)) assert.is(status, 'pulls')
    }),
    { numRuns: propertyRuns(50) },
  )
})

/** Whether anything is listed for a pod spec, told from the models. */
function isAnythingListed(all: readonly Fields[], spec: Fields): boolean {
  if (listOf(spec['imagePullSecrets']).length > 0)
    return namesOf(spec['imagePullSecrets']).some(name => name !== '')
  const account = all.find(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' &&
      isFields(metadata) &&
      metadata['name'] === (spec['serviceAccountName'] ?? 'default'),
  )
  return namesOf(account?.['imagePullSecrets']).some(name => name !== '')
}

function podSpecOf(resource: Fields): Fields | undefined {
  const { kind } = resource
  const [, ...path] = (typeof kind === 'string' ? KINDS[kind] : undefined) ?? []
  let found: Value = resource
  for (const key of path) found = isFields(found) ? (found[key] ?? null) : null
  return path.length > 0 && isFields(found) ? found : undefined
}

test('an image fails if nothing is listed for its pod spec, and is undecided if Secrets are that are not there', async () => {
  await fc.assert(
    fc.asyncProperty(resources, styles, async (all, how) => {
      const { check } = await checkText(writeStream(all, how))
      const expected = all.flatMap(resource => {
        const spec = podSpecOf(resource) ?? {}
        const status = isAnythingListed(all, spec) ? 'unknown' : 'fails'
        return [...new Set(imagesOf(spec).filter(isAcr))].map(image => [image, status])
      })
      assert.equal(
        check.podSpecs.flatMap(({ images }) => images.map(({ use, status }) => [use.reference, status])),
        expected,
      )
      for (const { findings, images } of check.podSpecs)
        assert.is(
          findings.some(({ severity, code }) => severity === 'error' && code === 'no-pull-secret'),
          images.some(({ status }) => status === 'fails'),
        )
    }),
    { numRuns: propertyRuns(100) },
  )
})

const SECRETS = ['hunter2', base64('puller:hunter2'), base64('hunter2'), 'c2ln', 'puller']

const text = fc.oneof(
  fc.constantFrom(
    'hunter2',
    base64('hunter2'),
    'puller:hunter2',
    `{"auths":{"contoso.azurecr.io":{"auth":"${base64('hunter2')}"}}}`,
    `{"auths":{"contoso.azurecr.io":"hunter2"}}`,
    `{"auths":{"contoso.azurecr.io":{"password":["hunter2"]}}}`,
    `{"auths":{"https://puller:hunter2@contoso.azurecr.io":{"username":1}}}`,
    `{"auths":{"contoso.azurecr.io":{"username":"puller","password":"${tokenEnding(-1000)}"}}}`,
    `{"auths":{"contoso.azurecr.io":{"username":"puller","identitytoken":"hunter2"}}}`,
    `{"auths":{"contoso.azurecr.io":{"username":"puller","password":"hunter2"`,
    base64(dockerConfig('contoso.azurecr.io')),
  ),
  fc
    .array(
      fc.constantFrom(
        'contoso.azurecr.io',
        '*.azurecr.io',
        'hunter2',
        'puller:hunter2@contoso.azurecr.io',
        'https://puller:hunter2@fabrikam.azurecr.io/v2/',
        'contoso.eastus.geo.azurecr.io',
      ),
    )
    .map(servers => dockerConfig(...servers)),
)

test('there is an error where an image fails and nowhere else, and no format shows what a Secret holds', async () => {
  const type = fc.constantFrom('kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg', 'Opaque')
  const key = fc.constantFrom('.dockerconfigjson', '.dockercfg', 'password')
  await fc.assert(
    fc.asyncProperty(text, type, key, fc.boolean(), async (content, kind, name, isPlain) => {
      const manifest =
        `apiVersion: v1\nkind: Secret\nmetadata: {name: acr-secret}\ntype: ${kind}\n` +
        (isPlain
          ? `stringData: {${name}: ${JSON.stringify(content)}}\n`
          : `data: {${name}: ${base64(content)}}\n`)
      const workload =
        'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  imagePullSecrets: [{name: acr-secret}]\n' +
        '  containers: [{image: contoso.azurecr.io/a}, {image: fabrikam.azurecr.io/a}]\n'
      const checked = await checkText(`${manifest}---\n${workload}`)
      for (const { images, findings } of checked.check.podSpecs)
        assert.is(
          findings.some(({ severity }) => severity === 'error'),
          images.some(({ status }) => status === 'fails'),
        )
      for (const format of CHECK_FORMATS) {
        const shown = renderCheck(checked, format, {
          isQuiet: false,
          color: true,
          isIndented: false,
          failOn: 'error',
          tool: TOOL,
          now: NOON,
        })
        for (const one of SECRETS) assert.not(shown.includes(one), `${format} shows ${one}: ${shown}`)
      }
    }),
    { numRuns: propertyRuns(150) },
  )
})

test('the entries that are tried, and their order, are those of the keyring', () => {
  const server = fc.constantFrom<string[]>(
    'contoso.azurecr.io',
    'https://contoso.azurecr.io/v2/',
    'contoso.azurecr.io/team',
    'contoso.azurecr.io/te',
    '*.azurecr.io',
    'contoso.azurecr.io:443',
    'fabrikam.azurecr.io',
  )
  const configs = fc.array(fc.uniqueArray(server), { maxLength: 3 })
  const image = fc.constantFrom(
    'contoso.azurecr.io/team/a',
    'contoso.azurecr.io/b',
    'contoso.azurecr.io:443/team/a',
  )
  fc.assert(
    fc.property(configs, image, (all, reference) => {
      const names = all.map((_, at) => `s${at}`)
      const secrets = all.map((servers, at) => secret(dockerConfig(...servers), `s${at}`))
      const credential = { username: 'puller', password: 'hunter2' }
      const keyring = keyringOf(
        all.map(servers => ({ entries: servers.map(one => ({ server: one, credential })) })),
      )
      const { podSpecs } = look([pod(reference, ...names)], { secrets })
      const tried = podSpecs.flatMap(({ images }) => images.flatMap(({ attempts }) => attempts))
      assert.equal(
        tried.map(({ entry }) => entry.server),
        lookup(keyring, reference).map(entry => entry.server),
      )
      for (const { secret: name, entry } of tried) assert.ok(all[names.indexOf(name)]?.includes(entry.server))
    }),
    { numRuns: propertyRuns(100) },
  )
})

test.run()
