import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'
import { podText } from '../report/checks.ts'

const IMAGE = 'contoso.azurecr.io/web'
const fails = podText('web', [IMAGE])
const warns = podText('web', [IMAGE], ['a', 'a'])
const fine = podText('web', [IMAGE], ['a'])

const codes: Record<string, [line: string, input: string, code: number]> = {
  'an error': ['check', fails, 1],
  'a warning': ['check', warns, 0],
  'a warning, where that counts': ['check --fail-on warning', warns, 1],
  'an error, where warnings count': ['check --fail-on=warning', fails, 1],
  'a note, where warnings count': ['check --fail-on warning', fine, 0],
  'a note, where the input is complete': ['check --strict', fine, 1],
  'an error, quietly': ['check -q', fails, 1],
  'an error, as JSON': ['check -ojson', fails, 1],
  'all is well': ['check', fine, 0],
  'nothing piped in': ['check', '', 2],
  'another registry is meant': ['check --registry fabrikam.azurecr.io', fails, 0],
  'what is no YAML': ['check', `a: [\n# ${IMAGE}\n`, 2],
  'what is no YAML, for a program': ['check -o sarif', `a: [\n# ${IMAGE}\n`, 2],
  'no such file': ['check -f nowhere.yaml', '', 2],
  'no such format': ['check -o yaml', fails, 2],
  'no such severity': ['check --fail-on note', fails, 2],
  'a bad registry': ['check --registry https://contoso.azurecr.io', fails, 2],
}

for (const [name, [line, input, code]] of Object.entries(codes)) {
  test(`exit code: ${name}`, async () => {
    const ran = await acr(line, { input })
    assert.is(ran.code, code)
    assert.not.match(ran.stderr, 'this is a bug')
    if (code < 2) assert.is(ran.stderr, '')
    else assert.ok(ran.stderr !== '' || line.includes('sarif'))
  })
}

test('a registry by its bare name, which no image confirms, is told to people after the result', async () => {
  const told = await acr('check --registry fabrikam', { input: fails })
  assert.is(told.code, 0)
  assert.match(
    told.stderr,
    /^note: a registry created with a domain name label .*az acr show --name fabrikam .*\n$/,
  )
  for (const line of ['-q --registry fabrikam', '-o json --registry fabrikam', '--registry contoso'])
    assert.is((await acr(`check ${line}`, { input: fails })).stderr, '', line)
  const near = await acr('check --registry contos', { input: fails.replaceAll('contoso', 'contos-a1b2') })
  assert.match(near.stderr, /type --registry contos-a1b2\.azurecr\.io\n$/)
})

test('what cannot be read is told to people on stderr, and to programs in the result', async () => {
  const input = `a: [\n# ${IMAGE}\n`
  const forPeople = await acr('check', { input })
  assert.is(forPeople.stdout, '')
  assert.match(forPeople.stderr, /^error: stdin:\d+: /)
  const forPrograms = await acr('check -o json', { input })
  assert.is(forPrograms.stderr, '')
  assert.is(JSON.parse(forPrograms.stdout).counts.problems, 1)
})

test('several files, of which one holds the Secret of the other', async () => {
  const cwd = makeFolder({
    'pod.yaml': podText('web', [IMAGE], ['acr-secret']),
    'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: acr-secret, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{"auths":{"contoso.azurecr.io":{"username":"u","password":"p"}}}'\n`,
  })
  const { code, stdout } = await acr('check -f . --strict', { cwd })
  assert.is(code, 0)
  assert.match(stdout, `✓ pod/web   ${IMAGE}  acr-secret\n`)
})

test('colours are for terminals, and not for those who want none', async () => {
  const isTerminal = { stdin: false, stdout: true, stderr: true }
  assert.match((await acr('check', { input: fails, isTerminal })).stdout, '\u001b[31m')
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
    assert.not.match((await acr('check', { input: fails, isTerminal, env })).stdout, '\u001b[')
  assert.not.match((await acr('check', { input: fails })).stdout, '\u001b[')
})

test('a terminal without input means the cluster', async () => {
  const isTerminal = { stdin: true, stdout: true, stderr: true }
  const { code, stdout, stderr } = await acr('check', { isTerminal, env: { NO_COLOR: '1' } })
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, /^error: no cluster is configured in [^\n]+\n$/)
})

test('the end of a token is compared with the clock that is handed in', async () => {
  const claims = Buffer.from('{"exp":1893456000}').toString('base64url') // 2030-01-01T00:00:00Z
  const input = `${podText('web', [IMAGE], ['a'])}---\napiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{"auths":{"contoso.azurecr.io":{"username":"u","password":"e30.${claims}.c2ln"}}}'\n`
  const at = async (time: string): Promise<string> =>
    (await acr('check', { input, now: () => new Date(time) })).stdout
  assert.not.match(await at('2029-12-01T00:00:00Z'), 'token')
  assert.match(await at('2029-12-31T00:00:00Z'), 'has a token that expires in 24 hours')
  assert.match(await at('2030-01-03T00:00:00Z'), 'has a token that expired 2 days ago')
})

test.run()
