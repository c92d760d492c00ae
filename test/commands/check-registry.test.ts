import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryRegistries } from '../registry/memory.ts'
import type { MemoryRegistries } from '../registry/memory.ts'
import { podText } from '../report/checks.ts'
import { acr, collector } from './in-process.ts'
import type { Ran } from './in-process.ts'

const HOST = 'contoso.azurecr.io'
const IMAGE = `${HOST}/web:1`

function secretText(name: string, auths: Readonly<Record<string, string>>): string {
  const config = {
    auths: Object.fromEntries(
      Object.entries(auths).map(([host, password]) => [host, { username: 'puller', password }]),
    ),
  }
  return `---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '${JSON.stringify(config)}'\n`
}

const GOOD = { passwords: { [`${HOST}/puller`]: 'g00d' }, images: [IMAGE] }

interface Row {
  readonly input: string
  readonly registries?: MemoryRegistries
  readonly code: number
  /** `status: severity code, severity code`, for each image and finding. */
  readonly told: string
  /** Of whom the registries were asked for a token. */
  readonly logins?: readonly string[]
  readonly line?: string
}

const table: Record<string, Row> = {
  'a credential that is honoured': {
    input: podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: 'g00d' }),
    code: 0,
    told: 'pulls: ',
    logins: [`${HOST} puller`],
  },
  'one that is refused': {
    input: podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: '0ld' }),
    code: 1,
    told: 'fails: error credential-refused',
    line: 'kubectl acr secret a -n shop --registry contoso.azurecr.io --username USER',
  },
  'one that is refused before one that is honoured': {
    input:
      podText('web', [IMAGE], ['a', 'b']) +
      secretText('a', { [HOST]: '0ld' }) +
      secretText('b', { [HOST]: 'g00d' }),
    code: 0,
    told: 'pulls: warning credential-refused',
  },
  'one that is refused behind one that is honoured': {
    input:
      podText('web', [IMAGE], ['a', 'b']) +
      secretText('a', { [HOST]: 'g00d' }) +
      secretText('b', { [HOST]: '0ld' }),
    code: 0,
    told: 'pulls: ',
  },
  'one that is refused beside a Secret that is not known': {
    input: podText('web', [IMAGE], ['a', 'elsewhere']) + secretText('a', { [HOST]: '0ld' }),
    code: 0,
    told: 'unknown: warning credential-refused, note secret-not-in-input',
  },
  'no such image': {
    input: podText('web', [`${HOST}/web:2`], ['a']) + secretText('a', { [HOST]: 'g00d' }),
    code: 1,
    told: 'fails: error image-missing',
  },
  'no such image, and a Secret that is missing besides': {
    input: podText('web', [`${HOST}/web:2`], ['a', 'b']) + secretText('a', { [HOST]: 'g00d' }),
    code: 1,
    told: 'fails: warning secret-missing, error image-missing',
  },
  'an image that anybody can pull': {
    input: podText('web', [IMAGE]),
    registries: { passwords: { [`${HOST}/`]: '' }, images: [IMAGE] },
    code: 0,
    told: 'pulls: note anonymous-pull',
    logins: [`${HOST} `],
  },
  'an image that is not there, for anybody': {
    input: podText('web', [IMAGE]),
    registries: { passwords: { [`${HOST}/`]: '' }, images: [] },
    code: 1,
    told: 'fails: error image-missing',
  },
  'no pull secret where one is needed': {
    input: podText('web', [IMAGE]),
    code: 1,
    told: 'fails: error no-pull-secret',
  },
  'no entry, and an image that anybody can pull': {
    input: podText('web', [IMAGE], ['a']) + secretText('a', { 'other.azurecr.io': 'g00d' }),
    registries: { passwords: { [`${HOST}/`]: '' }, images: [IMAGE] },
    code: 0,
    told: 'pulls: note anonymous-pull',
    logins: [`${HOST} `],
  },
  'a token that has ended is not asked with': {
    input: podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: 'e30.eyJleHAiOjEwMDB9.c2ln' }),
    code: 1,
    told: 'fails: error token-expired',
    logins: [],
  },
  'a placeholder is not asked for': {
    input: podText('web', [`${HOST}/web:\${TAG}`], ['a']) + secretText('a', { [HOST]: 'g00d' }),
    code: 0,
    told: 'pulls: warning image-placeholder, note image-not-asked',
    logins: [],
  },
  'a registry that is not there': {
    input: podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: 'g00d' }),
    registries: { ...GOOD, down: [HOST] },
    code: 2,
    told: 'unknown: warning no-answer',
  },
  'a registry that is not there, beside one that is': {
    input:
      podText('web', [IMAGE, 'fabrikam.azurecr.io/web:1'], ['a']) +
      secretText('a', { [HOST]: 'g00d', 'fabrikam.azurecr.io': 'g00d' }),
    registries: { ...GOOD, down: ['fabrikam.azurecr.io'] },
    code: 0,
    told: 'pulls unknown: warning no-answer',
  },
  'a registry that is not there, for an image without a pull secret': {
    input: podText('web', [IMAGE]),
    registries: { ...GOOD, down: [HOST] },
    code: 2,
    told: 'fails: error no-pull-secret, warning no-answer',
  },
  'a credential goes to the host of its entry alone': {
    input:
      podText('web', ['contoso.azurecr.io.example.com/web:1', 'fabrikam.azurecr.io/web:1', IMAGE], ['a']) +
      secretText('a', { [HOST]: 'g00d' }),
    code: 1,
    told: 'fails pulls: error no-entry-for-host',
    logins: ['fabrikam.azurecr.io ', `${HOST} puller`],
  },
}

const told = ({ stdout }: Ran): string => {
  const { images, findings }: Report = JSON.parse(stdout)
  return `${images.map(({ status }) => status).join(' ')}: ${findings.map(({ severity, code }) => `${severity} ${code}`).join(', ')}`
}

interface Report {
  readonly images: readonly { readonly status: string }[]
  readonly findings: readonly { readonly severity: string; readonly code: string }[]
}

const AT = { now: () => new Date('2030-01-01T12:00:00Z') }

for (const [name, { input, registries = GOOD, code, told: expected, logins, line }] of Object.entries(
  table,
)) {
  test(`--registry-login: ${name}`, async () => {
    const memory = memoryRegistries(registries)
    const flags = ['check', '--registry-login', ...(name.includes('besides') ? ['--strict'] : [])]
    const ran = await acr([...flags, '-o', 'json'], { input, fetch: memory.fetch, ...AT })
    assert.is(told(ran), expected)
    assert.is(ran.code, code)
    assert.is(ran.stderr, '')
    if (logins !== undefined) assert.equal([...new Set(memory.logins)].sort(), [...logins].sort())
    if (line !== undefined)
      assert.match((await acr(flags, { input, fetch: memory.fetch, ...AT })).stdout, line)
    for (const format of ['table', 'wide', 'sarif', 'github', 'junit']) {
      const { stdout } = await acr([...flags, '-o', format], { input, fetch: memory.fetch, ...AT })
      assert.not.match(`${stdout}${ran.stdout}`, /g00d|0ld/)
    }
  })
}

test('without --registry-login no network is asked', async () => {
  const memory = memoryRegistries(GOOD)
  const input = podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: '0ld' })
  assert.is((await acr('check', { input, fetch: memory.fetch })).code, 0)
  assert.equal(memory.logins, [])
})

test('what cannot be read keeps the registries from being asked', async () => {
  const memory = memoryRegistries(GOOD)
  const input = `${podText('web', [IMAGE])}---\na: [\n# ${IMAGE}\n`
  assert.is((await acr('check --registry-login', { input, fetch: memory.fetch })).code, 2)
  assert.equal(memory.logins, [])
})

test('a person sees which credential wins, and what became of the others', async () => {
  const { fetch } = memoryRegistries(GOOD)
  const input =
    podText('web', [IMAGE, `${HOST}/gone:1`], ['a', 'b']) +
    secretText('a', { [HOST]: '0ld' }) +
    secretText('b', { [HOST]: 'g00d' })
  const shown = await acr('check --registry-login', { input, fetch })
  assert.match(shown.stdout, /! pod\/web +\S+ +b\n/)
  assert.match(shown.stdout, /✗ +\S+gone:1 +no such image\n/)
  assert.match(shown.stdout, '2 images: 1 can be pulled, 1 cannot be pulled; ')
  const wide = await acr('check --registry-login -o wide', { input, fetch })
  assert.match(wide.stdout, '1. contoso.azurecr.io of a: the registry rejects it\n')
  assert.match(wide.stdout, '2. contoso.azurecr.io of b: the registry accepts it, which wins\n')
  assert.match(wide.stdout, 'result  can be pulled: b\n')
})

test('how far it is stands on a terminal that can go back in its line, and is gone at the end', async () => {
  const { fetch } = memoryRegistries(GOOD)
  const input = podText('web', [IMAGE], ['a']) + secretText('a', { [HOST]: 'g00d' })
  const isTerminal = { stdin: false, stdout: false, stderr: true }
  const { stderr } = await acr('check --registry-login', { input, fetch, isTerminal })
  assert.match(stderr, 'checking 0 of 1 image…')
  assert.ok(stderr.endsWith('\r\u001b[K'))
  const dumb = await acr('check --registry-login', { input, fetch, isTerminal, env: { TERM: 'dumb' } })
  assert.is(dumb.stderr, '')
})

test('a narrow terminal gets a line that fits', async () => {
  const { fetch } = memoryRegistries(GOOD)
  const [stderr, text] = collector()
  Object.assign(stderr, { columns: 10 })
  const isTerminal = { stdin: false, stdout: false, stderr: true }
  const input = podText('web', [IMAGE])
  await acr('check --registry-login', { input, fetch, isTerminal, stderr })
  assert.match(text(), '\r\u001b[Kchecking \r')
})

test.run()
