import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'
import type { Ran } from './in-process.ts'

const PASSWORD = 'p~w<a>&"\\: 0123'
const encoded = (text: string): string => Buffer.from(text).toString('base64')
const token = (exp: number): string => `h.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`

/** The docker config in each Secret that was printed. */
function configsIn({ stdout }: Ran): unknown[] {
  return [...stdout.matchAll(/\.dockerconfigjson"?: "?([A-Za-z0-9+/=]+)/g)].map(([, data = '']): unknown =>
    JSON.parse(Buffer.from(data, 'base64').toString()),
  )
}

const authOf = (username: string, password: string): object => ({
  username,
  password,
  auth: encoded(`${username}:${password}`),
})

/** No form of the password may stand anywhere but in the Secret. */
function assertNoLeak({ stderr }: Ran, secret = PASSWORD): void {
  for (const form of [secret, encoded(secret), encodeURIComponent(secret)])
    assert.not.ok(stderr.includes(form), stderr)
}

const LABEL_NOTE =
  'note: a registry created with a domain name label has another login server than contoso.azurecr.*: az acr show --name contoso --query loginServer --output tsv\n'

test('a pair, its password on stdin, for a registry and its regional hosts, in two namespaces', async () => {
  const ran = await acr(
    'secret pull --registry contoso --regions eastus2 --username u --password-stdin -n a,b',
    {
      input: `${PASSWORD}\n`,
    },
  )
  const config = {
    auths: {
      'contoso.azurecr.io': authOf('u', PASSWORD),
      'contoso.eastus2.geo.azurecr.io': authOf('u', PASSWORD),
    },
  }
  assert.equal([ran.code, ran.stderr, configsIn(ran)], [0, LABEL_NOTE, [config, config]])
  assert.equal(
    [...ran.stdout.matchAll(/^ {2}(name(?:space)?: .*)$/gm)].map(([, line]) => line),
    ['name: pull', 'namespace: a', 'name: pull', 'namespace: b'],
  )
})

test('a password from a file or a variable', async () => {
  const cwd = makeFolder({ password: `${PASSWORD}\r\n` })
  const fromFile = await acr('secret --registry contoso --username u --password-file password', { cwd })
  const fromVariable = await acr('secret --registry contoso --username u --password-env PULL', {
    env: { PULL: PASSWORD },
  })
  assert.is(fromVariable.stdout, fromFile.stdout)
  assert.equal(configsIn(fromFile), [{ auths: { 'contoso.azurecr.io': authOf('u', PASSWORD) } }])
})

test('a service principal from the environment, for several registries', async () => {
  const env = { AZURE_CLIENT_ID: 'id', AZURE_CLIENT_SECRET: PASSWORD }
  const ran = await acr('secret --registry contoso --registry fabrikam.azurecr.cn --service-principal', {
    env,
  })
  const auths = {
    'contoso.azurecr.io': authOf('id', PASSWORD),
    'fabrikam.azurecr.cn': authOf('id', PASSWORD),
  }
  assert.equal(configsIn(ran), [{ auths }])
  const missing = await acr('secret --registry contoso --service-principal', {
    env: { AZURE_CLIENT_ID: 'id' },
  })
  assert.equal([missing.code, missing.stdout], [2, ''])
  assert.match(missing.stderr, 'error: the variable AZURE_CLIENT_SECRET is not set')
})

test('a password as a plain flag works, and warns', async () => {
  for (const flags of [
    ['--registry', 'contoso', '--username', 'u', '--password', PASSWORD],
    ['--docker-server=contoso.azurecr.io', '--docker-username=u', `--docker-password=${PASSWORD}`],
  ]) {
    const ran = await acr(['secret', ...flags])
    assert.equal(
      [ran.code, configsIn(ran)],
      [0, [{ auths: { 'contoso.azurecr.io': authOf('u', PASSWORD) } }]],
    )
    assert.match(
      ran.stderr,
      /^warning: other users of this machine can see the password of --(?:docker-)?password/,
    )
    assertNoLeak(ran)
  }
})

test('JSON, labels, annotations, immutable, the hash', async () => {
  const { stdout } = await acr(
    'secret s --registry contoso --username u --password-stdin -ojson --label a=b --annotation c=d --immutable --append-hash',
    { input: 'p' },
  )
  const {
    metadata,
    immutable,
    type,
  }: { metadata: Record<string, unknown>; immutable: boolean; type: string } = JSON.parse(stdout)
  assert.match(String(metadata['name']), /^s-[a-z0-9]{10}$/)
  assert.equal(
    [metadata['labels'], metadata['annotations'], immutable, type],
    [{ a: 'b' }, { c: 'd' }, true, 'kubernetes.io/dockerconfigjson'],
  )
})

test('--from-file keeps the bytes, and says what the kubelet ignores', async () => {
  const text = `{ "auths": {"contoso.azurecr.io": {"auth": "${encoded('00000000-0000-0000-0000-000000000000:')}", "identitytoken": "${token(1)}"}}, "credsStore": "x" }\n`
  const ran = await acr('secret --from-file=.dockerconfigjson=config.json', {
    cwd: makeFolder({ 'config.json': text }),
  })
  assert.match(ran.stdout, encoded(text))
  assert.match(
    ran.stderr,
    'the kubelet ignores the identity token for contoso.azurecr.io; --docker-config=config.json exchanges it for a user and password',
  )
  assert.match(ran.stderr, 'the kubelet does not use the credential helper')
  assertNoLeak(ran, token(1))
})

test('what az acr login left becomes a pair that the kubelet understands', async () => {
  const exp = 1_800_000_000
  const auths = {
    'contoso.azurecr.io': {
      auth: encoded('00000000-0000-0000-0000-000000000000:'),
      identitytoken: token(exp),
    },
    'https://fabrikam.azurecr.cn': { auth: encoded(`u:${PASSWORD}`) },
    'ghcr.io': { auth: encoded('me:other') },
  }
  const home = makeFolder({ '.docker/config.json': JSON.stringify({ auths }) })
  const ran = await acr('secret --docker-config', { env: { HOME: home } })
  const pair = authOf('00000000-0000-0000-0000-000000000000', token(exp))
  assert.equal(configsIn(ran), [
    { auths: { 'contoso.azurecr.io': pair, 'fabrikam.azurecr.cn': authOf('u', PASSWORD) } },
  ])
  assert.match(ran.stdout, 'kubectl-acr/expires: ')
  assert.match(ran.stdout, new Date(exp * 1000).toISOString())
  assert.match(ran.stderr, /^note: the token expires at 2027-01-15 08:00 UTC; /)
  assertNoLeak(ran)
  assertNoLeak(ran, token(exp))
  const other = await acr('secret --docker-config --registry ghcr.io', { env: { HOME: home } })
  assert.equal(configsIn(other), [{ auths: { 'ghcr.io': authOf('me', 'other') } }])
  const none = await acr('secret --docker-config --registry absent', {
    env: { DOCKER_CONFIG: join(home, '.docker') },
  })
  assert.equal([none.code, none.stdout], [2, ''])
  assert.match(
    none.stderr,
    'has no credential for absent.azurecr.io; log in first: az acr login --name absent',
  )
})

const helper = (body: string): string => {
  const folder = makeFolder({ 'docker-credential-test': `#!/bin/sh\nread server\n${body}\n` })
  chmodSync(join(folder, 'docker-credential-test'), 0o755)
  return folder + delimiter + (process.env['PATH'] ?? '')
}

if (process.platform !== 'win32') {
  test('credential helpers are asked, on their standard input', async () => {
    const cwd = makeFolder({ 'c.json': '{"auths": {"contoso.azurecr.io": {}}, "credsStore": "test"}' })
    const answer = `printf '{"ServerURL":"%s","Username":"<token>","Secret":"${token(1_800_000_000)}"}' "$server"`
    const ran = await acr('secret --docker-config=c.json', { cwd, env: { PATH: helper(answer) } })
    assert.equal(configsIn(ran), [
      {
        auths: { 'contoso.azurecr.io': authOf('00000000-0000-0000-0000-000000000000', token(1_800_000_000)) },
      },
    ])
    for (const [body, words] of [
      [
        `echo '${PASSWORD.replaceAll('\\', '')}'; exit 1`,
        'docker-credential-test failed for contoso.azurecr.io; run `docker login',
      ],
      ['echo credentials not found in native keychain; exit 1', 'has no credential for contoso.azurecr.io'],
      [`echo 'no ${PASSWORD.replaceAll('\\', '')}'`, 'docker-credential-test returned no valid credential'],
    ] as const) {
      const failed = await acr('secret --docker-config=c.json', { cwd, env: { PATH: helper(body) } })
      assert.equal([failed.code, failed.stdout], [2, ''])
      assert.match(failed.stderr, words)
      assertNoLeak(failed, PASSWORD.replaceAll('\\', ''))
    }
    const absent = await acr('secret --docker-config=c.json', { cwd, env: { PATH: cwd } })
    assert.match(absent.stderr, 'docker-credential-test cannot be run')
  })
}

test('a bare name that nothing confirms is told, and no other one', async () => {
  const quiet = [
    'contoso.azurecr.io --username u --password-env P',
    'contoso-a1b2c3 --username u --password-env P',
    'contoso --docker-config=c.json',
  ]
  const cwd = makeFolder({
    'c.json': JSON.stringify({ auths: { 'contoso.azurecr.io': { auth: encoded('u:x') } } }),
  })
  for (const flags of quiet)
    assert.is((await acr(`secret --registry ${flags}`, { cwd, env: { P: 'x' } })).stderr, '', flags)
  const ran = await acr('secret --registry contoso --registry fabrikam --username u --password-env P', {
    env: { P: 'x' },
  })
  assert.is(ran.stderr, LABEL_NOTE)
})

test('a port is kept as it is written, since the kubelet compares it so', async () => {
  const cwd = makeFolder({ p: 'x' })
  const flags = '--registry contoso.azurecr.io:443 --username u --password-file p'
  assert.equal(configsIn(await acr(`secret ${flags}`, { cwd })), [
    { auths: { 'contoso.azurecr.io:443': authOf('u', 'x') } },
  ])
  const ran = await acr(
    'secret --docker-server contoso.azurecr.io:443 --docker-username u --docker-password x',
  )
  assert.equal(configsIn(ran), [{ auths: { 'contoso.azurecr.io:443': authOf('u', 'x') } }])
})

test('the byte order mark of Windows PowerShell is no part of a password', async () => {
  const cwd = makeFolder({ p: '\ufeffx\r\n', q: 'x\ufeff' })
  const flags = 'secret --registry contoso --username u --password-file'
  assert.equal(configsIn(await acr(`${flags} p`, { cwd })), [
    { auths: { 'contoso.azurecr.io': authOf('u', 'x') } },
  ])
  assert.is((await acr(`${flags} q`, { cwd })).code, 2)
})

const PAIR_IN_FILE = { 'contoso.azurecr.io': { auth: encoded('pull:x') } }
const PAIR = [{ auths: { 'contoso.azurecr.io': authOf('pull', 'x') } }]

test('a pair in a docker config is used where its helper fails, and that is said', async () => {
  const config = JSON.stringify({ auths: PAIR_IN_FILE, credsStore: 'desktop' })
  const cwd = makeFolder({ 'c.json': config })
  const ran = await acr('secret --registry contoso --docker-config=c.json', { cwd, env: { PATH: cwd } })
  assert.equal(configsIn(ran), PAIR)
  assert.match(
    ran.stderr,
    'warning: docker-credential-desktop cannot be run; the credential in the file is used instead',
  )
})

test('a docker config of the old form, with a byte order mark, and one in a directory', async () => {
  const config = JSON.stringify({ auths: PAIR_IN_FILE })
  const cwd = makeFolder({
    'old.json': JSON.stringify(PAIR_IN_FILE),
    'bom.json': `\ufeff${config}`,
    'config.json': config,
  })
  for (const path of ['old.json', 'bom.json', '.', cwd])
    assert.equal(
      configsIn(await acr(`secret --registry contoso --docker-config=${path}`, { cwd })),
      PAIR,
      path,
    )
})

test('the place of podman, where docker has none', async () => {
  const config = JSON.stringify({ auths: PAIR_IN_FILE })
  const podman = makeFolder({ 'auth.json': config })
  const home = makeFolder({ '.dockercfg': JSON.stringify(PAIR_IN_FILE) })
  for (const env of [{ HOME: podman, REGISTRY_AUTH_FILE: `${podman}/auth.json` }, { HOME: home }])
    assert.equal(configsIn(await acr('secret --registry contoso --docker-config', { env })), PAIR)
})

test('an engine instead of a credential', async () => {
  const external = await acr(
    'secret --registry contoso --for external-secrets --workload-identity puller -n shop',
  )
  assert.match(external.stdout, 'kind: ACRAccessToken')
  assert.is(
    external.stderr,
    `note: the operator will create the Secret acr-secret; use it with: kubectl acr inject --secret acr-secret\n${LABEL_NOTE}`,
  )
  const binding = await acr(
    'secret web --registry contoso --for msi-acrpull --managed-identity 11111111-2222-3333-4444-555555555555 --scope repository:web:pull',
  )
  assert.match(binding.stdout, 'kind: AcrPullBinding')
  assert.match(binding.stderr, '--secret acr-pull-web')
  const principal = await acr(
    'secret --registry contoso --for external-secrets --principal-secret sp --tenant 11111111-2222-3333-4444-555555555555',
  )
  assert.match(principal.stdout, 'name: sp')
})

const refused: Record<string, string> = {
  secret: 'no credential is given',
  'secret --registry contoso': 'no credential is given',
  'secret --username u --password-stdin': 'no registry is named; add --registry NAME',
  'secret --registry contoso --username u': '--username needs a password',
  'secret --registry contoso --password-stdin': 'a password needs --username',
  'secret --registry contoso --username u --password-stdin --password-env X':
    'more than one password is given',
  'secret --registry contoso --service-principal --azure-login': 'more than one credential is given',
  'secret --docker-server=contoso.azurecr.io --docker-username=u':
    'either --from-file or the combination of --docker-username',
  'secret --registry x.azurecr.io.evil.com --username u --password-stdin': 'is not the login server',
  'secret --registry contoso --cloud mars --username u --password-stdin':
    '--cloud "mars": must be one of public, china',
  'secret Bad_Name --registry contoso --username u --password-stdin': 'is not a valid name for a Secret',
  'secret --registry contoso --username u --password-stdin -n NS': 'is not a valid name for a namespace',
  'secret --registry contoso --username u --password-file none':
    '--password-file: no such file or directory; check the path',
  'secret --registry contoso --username u --password-stdin -o xml': '-o "xml": must be one of yaml, json',
  'secret --docker-config ./config.json': 'Did you mean this? --docker-config=./config.json',
  'secret --docker-config=none.json': 'none.json: no such file or directory',
  'secret --for external-secrets --registry contoso': 'the operator needs one identity to log in as',
  'secret --for external-secrets --workload-identity a': 'no registry is named',
  'secret --for vault --registry contoso': '--for "vault": must be one of external-secrets, msi-acrpull',
}

for (const [line, words] of Object.entries(refused)) {
  test(`refused: ${line}`, async () => {
    const ran = await acr(line, { input: PASSWORD })
    assert.equal([ran.code, ran.stdout], [2, ''])
    assert.match(ran.stderr, words)
    assertNoLeak(ran)
  })
}

const conflicts: Record<string, string> = {
  'secret --registry contoso --docker-server=a.io --docker-username=u --docker-password=p':
    '--registry cannot be used with --docker-server',
  'secret --docker-server=a.io --docker-username=u --docker-password=p --azure-login':
    '--azure-login cannot be used with --docker-server',
  'secret --from-file x --registry contoso': '--registry cannot be used with --from-file',
  'secret --for external-secrets --registry contoso --username u': '--username cannot be used with --for',
  'secret --for external-secrets --registry contoso --label a=b': '--label cannot be used with --for',
  'secret --registry contoso --username u --password-stdin --audience x':
    '--audience is for a login to Microsoft Entra',
  'secret --registry contoso --username u --password-stdin --tenant x':
    '--tenant is for a login to Microsoft Entra',
  'secret --registry contoso --username u --password-stdin --scope x': '--scope is for an operator',
  'inject --username u --password-env X': 'a credential is given, and not used',
  'inject --azure-login': 'a credential is given, and not used',
}

for (const [line, words] of Object.entries(conflicts)) {
  test(`nothing is dropped in silence: ${line}`, async () => {
    const ran = await acr(line, { input: PASSWORD })
    assert.equal([ran.code, ran.stdout], [2, ''])
    assert.match(ran.stderr, words)
  })
}

test("kubectl's --dry-run=client changes nothing, and annotations hold any text", async () => {
  const line = ['secret', '--docker-server=contoso.azurecr.io', '--docker-username=u', '--docker-password=p']
  const plain = await acr(line)
  assert.is((await acr([...line, '--dry-run=client', '-o', 'yaml'])).stdout, plain.stdout)
  const noted = await acr([...line, '--annotation', 'note={"a":1,"b":2}', '-ojson'])
  const { metadata }: { metadata: { annotations: unknown } } = JSON.parse(noted.stdout)
  assert.equal(metadata.annotations, { note: '{"a":1,"b":2}' })
})

test('names are checked before any credential is asked for', async () => {
  let asked = 0
  const fetch: typeof globalThis.fetch = () => {
    asked += 1
    return Promise.reject(new Error('asked'))
  }
  for (const line of [
    'secret Bad_Name --registry contoso --azure-login',
    'secret -n Bad_NS --registry contoso --azure-login',
    'secret --label x_=_ --registry contoso --azure-login',
    'inject --with-secret --azure-login --report-file none/x',
  ])
    assert.is((await acr(line, { fetch, input: pod('a', 'one', 'contoso.azurecr.io/a') })).code, 2)
  const badNamespace = await acr('inject --with-secret --azure-login', {
    fetch,
    input: pod('a', 'Bad_NS', 'contoso.azurecr.io/a'),
  })
  assert.equal([badNamespace.code, badNamespace.stdout, asked], [2, '', 0])
  assert.match(badNamespace.stderr, 'error: stdin:1: "Bad_NS" is not a valid name for a namespace')
})

test('no key of a docker config leaks the password in it', async () => {
  const secret = 'S3CR/ET'
  for (const text of [
    `{"auths":{"https://u:${secret}@contoso.azurecr.io":{"identitytoken":"a.b.c"}}}`,
    `{"auths":{"https://u:${secret}@contoso.azurecr.io":{"auth":"!!"}}}`,
    `{"credHelpers":{"u:${secret}@contoso.azurecr.io":1}}`,
  ]) {
    const cwd = makeFolder({ 'c.json': text })
    for (const line of ['secret --from-file c.json', 'secret --docker-config=c.json']) {
      const { stderr } = await acr(line, { cwd })
      assert.not.match(stderr, /S3CR|ET@/)
    }
  }
  assert.not.match(
    (await acr(`secret --registry u:${secret} --username u --password-stdin`, { input: 'p' })).stderr,
    /S3CR/,
  )
})

test('a file that is no text is refused', async () => {
  const cwd = makeFolder()
  writeFileSync(join(cwd, 'c.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  for (const line of ['secret --from-file c.json', 'secret --docker-config=c.json']) {
    const ran = await acr(line, { cwd })
    assert.equal(
      [ran.code, ran.stderr],
      [2, 'error: c.json is not UTF-8; check that this is the right file\n'],
    )
  }
})

test('a token that has ended is no credential', async () => {
  const config = { auths: { 'contoso.azurecr.io': { identitytoken: token(1_600_000_000) } } }
  const ran = await acr('secret --docker-config=c.json', {
    cwd: makeFolder({ 'c.json': JSON.stringify(config) }),
  })
  assert.equal([ran.code, ran.stdout], [2, ''])
  assert.match(
    ran.stderr,
    'the token for contoso.azurecr.io expired at 2020-09-13T12:26:40.000Z; log in again',
  )
})

test('a docker config is searched as a person would: capitals, ports, regional hosts, leftovers', async () => {
  const auths = {
    'https://CONTOSO.azurecr.io:443/v2/': { auth: encoded('<token>:a.b.c') },
    'fabrikam.azurecr.io': {},
  }
  const cwd = makeFolder({ 'c.json': JSON.stringify({ auths, credHelpers: { 'contoso.azurecr.io': '' } }) })
  const pair = authOf('00000000-0000-0000-0000-000000000000', 'a.b.c')
  const all = await acr('secret --docker-config=c.json', { cwd })
  assert.equal(configsIn(all), [{ auths: { 'contoso.azurecr.io': pair } }])
  const regional = await acr('secret --docker-config=c.json --registry contoso --regions eastus', { cwd })
  assert.equal(configsIn(regional), [
    { auths: { 'contoso.azurecr.io': pair, 'contoso.eastus.geo.azurecr.io': pair } },
  ])
  assert.is((await acr('secret --docker-config=c.json --registry fabrikam', { cwd })).code, 2)
})

const pod = (name: string, namespace: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  containers:\n  - image: ${image}\n`

test('inject --with-secret puts one Secret in front for each namespace', async () => {
  const input = [
    '# first\n' + pod('a', 'one', 'contoso.azurecr.io/a'),
    pod('b', 'two', 'contoso.azurecr.io/b'),
    pod('c', 'one', 'fabrikam.azurecr.io/c'),
    pod('d', 'three', 'nginx'),
  ].join('---\n')
  const ran = await acr('inject --with-secret --username u --password-env PULL', {
    input,
    env: { PULL: PASSWORD },
  })
  assert.is(ran.code, 0)
  assert.equal(
    [...ran.stdout.matchAll(/^(?:kind: (.*)| {2}namespace: (.*))$/gm)].map(
      ([, kind, namespace]) => kind ?? namespace,
    ),
    ['Secret', 'one', 'Pod', 'one', 'Secret', 'two', 'Pod', 'two', 'Pod', 'one', 'Pod', 'three'],
  )
  assert.equal(configsIn(ran), [
    { auths: { 'contoso.azurecr.io': authOf('u', PASSWORD), 'fabrikam.azurecr.io': authOf('u', PASSWORD) } },
    { auths: { 'contoso.azurecr.io': authOf('u', PASSWORD) } },
  ])
  assertNoLeak(ran)
  const again = await acr('inject --with-secret --username u --password-env PULL', {
    input: ran.stdout,
    env: { PULL: PASSWORD },
  })
  assert.is(again.stdout, ran.stdout)
})

const secretIn = (namespace: string): string =>
  `kind: Secret\napiVersion: v1\nmetadata: {name: acr-secret, namespace: ${namespace}}\n---\n`
const list = '  imagePullSecrets: [{name: acr-secret}]\n'

test('the Secret serves those that listed it already, too', async () => {
  const input = `${pod('p', 'one', 'fabrikam.azurecr.io/a')}${list}---\n${pod('q', 'one', 'contoso.azurecr.io/b')}`
  const ran = await acr('inject --with-secret --username u --password-env PULL', {
    input,
    env: { PULL: 'p' },
  })
  const auths = { 'fabrikam.azurecr.io': authOf('u', 'p'), 'contoso.azurecr.io': authOf('u', 'p') }
  assert.equal(configsIn(ran), [{ auths }])
  assert.match(ran.stdout, /^apiVersion: v1\ndata:/)
  assert.match(
    ran.stderr,
    'note: the same user and password are used for fabrikam.azurecr.io and contoso.azurecr.io',
  )
  const nothing = await acr('inject --with-secret --username u --password-env PULL', {
    input: pod('p', 'one', 'contoso.azurecr.io/a') + list,
    env: { PULL: 'p' },
  })
  assert.match(nothing.stderr, 'note: nothing was injected, so no Secret is added')
})

test('a Secret of the same name in the input is a problem, one elsewhere is not', async () => {
  const line = 'inject --with-secret --username u --password PULL'
  const rival = await acr(line, { input: secretIn('one') + pod('a', 'one', 'contoso.azurecr.io/a') })
  assert.equal([rival.code, rival.stdout], [2, ''])
  assert.match(rival.stderr, 'error: stdin:1: secret/acr-secret (one): the Secret is in the input already')
  const other = await acr(line, { input: secretIn('two') + pod('a', 'one', 'contoso.azurecr.io/a') })
  assert.is(other.code, 0)
  assert.match(other.stderr, 'warning: other users of this machine can see the password of --password')
})

test('a port is kept, as the kubelet compares it', async () => {
  const ran = await acr('inject --with-secret --username u --password-env PULL', {
    input: pod('a', 'one', 'contoso.azurecr.io:443/a'),
    env: { PULL: 'p' },
  })
  assert.equal(configsIn(ran), [{ auths: { 'contoso.azurecr.io:443': authOf('u', 'p') } }])
})

test('--with-secret goes to stdout alone, and stdin holds one thing', async () => {
  for (const [more, words] of [
    ['--diff', '--with-secret cannot be used with --diff'],
    ['--check', '--with-secret cannot be used with --check'],
    ['--in-place -f a.yaml', '--with-secret cannot be used with --in-place'],
    ['', 'stdin cannot contain both the manifests and the password'],
  ] as const) {
    const ran = await acr(`inject --with-secret --username u --password-stdin ${more}`, { input: PASSWORD })
    assert.equal([ran.code, ran.stdout], [2, ''])
    assert.match(ran.stderr, words)
  }
})

test('a password where the name of its variable or file belongs is not repeated', async () => {
  for (const flag of ['--password-env', '--password-file'])
    for (const password of ['S3CR3T-value', 'hunter2', 'ABC', 'a/b+c=', ''])
      for (const verb of ['secret --registry contoso', 'inject --with-secret']) {
        const line = [...verb.split(' '), '--username', 'u', `${flag}=${password}`]
        const { code, stdout, stderr } = await acr(line, {
          input: pod('web', 'shop', 'contoso.azurecr.io/web'),
        })
        assert.equal([code, stdout], [2, ''])
        assert.match(stderr, flag)
        if (password !== '') assert.not(stderr.includes(password), stderr)
      }
  for (const line of ['secret --registry contoso --username u', 'inject --with-secret --username u'])
    for (const password of ['-phunter2', '--password-stdin=hunter2', '--pasword=hunter2']) {
      const { code, stderr } = await acr(`${line} ${password}`)
      assert.is(code, 2)
      assert.not(stderr.includes('hunter2'), stderr)
    }
})

test.run()
