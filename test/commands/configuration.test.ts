import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from './in-process.ts'

const CONFIGURATION = `secret: team-pull
registries:
- server: contoso.azurecr.io
  secret: contoso-pull
  regions: [eastus2]
- server: platform.azurecr.io
  credentialFree: true
`
const SECRET = `apiVersion: v1
kind: Secret
metadata: {name: acr-secret}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"contoso.azurecr.io":{"auth":"dTpw"}}}'
---
`

function repository(files: Readonly<Record<string, string>> = {}): string {
  return makeFolder({ '.git/HEAD': '', '.kubectl-acr.yaml': CONFIGURATION, 'deploy/a.yaml': pod, ...files })
}

test('it counts for standard input, and in every directory of the repository', async () => {
  const cwd = join(repository(), 'deploy')
  for (const line of ['inject -v', 'inject -v -f -', 'inject -v -f a.yaml', 'inject -v --stream']) {
    const { code, stdout, stderr } = await acr(line, { cwd, input: pod })
    assert.is(code, 0, stderr)
    assert.match(stdout, '- name: contoso-pull\n')
    assert.match(stderr, `note: configuration: ${join('..', '.kubectl-acr.yaml')}\n`)
  }
  const { stderr } = await acr('inject -v -f a.yaml --report json', { cwd })
  assert.type(JSON.parse(stderr), 'object')
})

test('what is not asked for by -v is not said', async () => {
  const { stderr } = await acr('inject -f deploy/a.yaml', { cwd: repository() })
  assert.not.match(stderr, 'configuration')
})

test('inject, check, uninject: what one adds, the next finds, and the last takes out', async () => {
  const cwd = repository()
  assert.is((await acr('check -f deploy/a.yaml', { cwd })).code, 1)
  assert.is((await acr('inject -R -f . --in-place', { cwd })).code, 0)
  assert.is((await acr('check -f deploy/a.yaml', { cwd })).code, 0)
  assert.is((await acr('inject -R -f . --check', { cwd })).code, 0)
  const { stdout } = await acr('uninject -f deploy/a.yaml', { cwd })
  assert.is(stdout, pod)
})

test('the line that check gives does what it says, beside a configuration', async () => {
  for (const flags of ['', ' --config .kubectl-acr.yaml', ' --no-config']) {
    const cwd = repository({ 'deploy/a.yaml': SECRET + pod })
    const before = await acr(`check -f deploy/a.yaml --strict${flags}`, { cwd })
    assert.is(before.code, 1)
    const [, line = ''] = /kubectl acr (inject .*)\n/.exec(before.stdout) ?? []
    assert.is((await acr(line, { cwd })).code, 0, line)
    const after = await acr(`check -f deploy/a.yaml --strict${flags}`, { cwd })
    assert.is(after.code, 0, `${line}\n${after.stdout}`)
  }
})

test('via of a file and --stream do not go together', async () => {
  const cwd = repository({ '.kubectl-acr.yaml': 'inject: {via: serviceaccount}\n' })
  const { code, stderr } = await acr('inject --stream', { cwd, input: pod })
  assert.is(code, 2)
  assert.match(stderr, '--stream cannot be used with inject.via: serviceaccount of .kubectl-acr.yaml')
  assert.is((await acr('inject --stream --via pod', { cwd, input: pod })).code, 0)
})

test('secret takes its name and its registries, and asks for no host that is none of ACR', async () => {
  const cwd = repository({ password: 'pw' })
  const flags = '--username u --password-file password'
  const own = await acr(`secret contoso-pull ${flags}`, { cwd })
  assert.match(own.stdout, 'name: contoso-pull\n')
  const registries = 'contoso.azurecr.io, contoso.eastus2.geo.azurecr.io'
  assert.match(own.stderr, `note: the registries of contoso-pull in .kubectl-acr.yaml: ${registries}\n`)
  const none = await acr(`secret ${flags}`, { cwd })
  assert.is(none.code, 2, 'no registry is listed for team-pull')
  const named = await acr(`secret --registry fabrikam.azurecr.io ${flags}`, { cwd })
  assert.match(named.stdout, 'name: team-pull\n')
  const evil = repository({ password: 'pw', '.kubectl-acr.yaml': 'registries: [{server: evil.example}]\n' })
  const refused = await acr(`secret ${flags}`, { cwd: evil })
  assert.equal([refused.code, refused.stdout], [2, ''])
  assert.match(refused.stderr, 'evil.example, which is not a login server of ACR')
})

test('a wrong file is an error of each verb, and --no-config does without', async () => {
  const cwd = repository({ '.kubectl-acr.yaml': 'secrt: a\n' })
  for (const verb of ['inject', 'uninject', 'check', 'kinds', 'config', 'secret']) {
    const wrong = await acr(verb, { cwd, input: pod })
    assert.is(wrong.code, 2, verb)
    assert.is(wrong.stdout, '')
    assert.match(wrong.stderr, 'error: .kubectl-acr.yaml:1: there is no key secrt; did you mean secret?\n')
  }
  assert.is((await acr('inject --no-config', { cwd, input: pod })).code, 0)
  const both = await acr('inject --no-config --config a', { cwd })
  assert.match(both.stderr, '--config cannot be used with --no-config')
})

test('excludes are about the directory of the file, those of flags about the working directory', async () => {
  const cwd = repository({ '.kubectl-acr.yaml': 'exclude: [/deploy/b.yaml]\n', 'deploy/b.yaml': pod })
  const names = async (line: string): Promise<number> => (await acr(line, { cwd: join(cwd, 'deploy') })).code
  assert.is(await names('inject -f . --check --exclude /a.yaml'), 2)
  assert.is(await names('inject -f . --check --exclude /b.yaml'), 1)
  assert.is(await names('inject -f . --check --exclude !b.yaml,a.yaml'), 1)
})

test('a linked directory of manifests is read by the rules for where it is named', async () => {
  const cwd = repository({ '.kubectl-acr.yaml': 'exclude: [linked/a.yaml]\n' })
  symlinkSync('deploy', join(cwd, 'linked'))
  const { stderr } = await acr('inject -f linked --check', { cwd })
  assert.match(stderr, 'all files there are excluded')
  assert.is((await acr('inject -f deploy --check', { cwd })).code, 1)
})

test.run()
