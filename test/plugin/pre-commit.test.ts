import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { answeringPlugin } from './answering-plugin.ts'
import { builtPlugin, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

const HOOKS = '.pre-commit-hooks.yaml'
const hooks = fileURLToPath(new URL(`../../${HOOKS}`, import.meta.url))

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web } # stays
spec:
  containers:
    - { name: web, image: contoso.azurecr.io/web:1 }
`
const INJECTED = POD.replace('spec:\n', 'spec:\n  imagePullSecrets:\n    - name: acr-secret\n')

const programs = ['git', 'pre-commit'].map(program => findProgram(program, 'the hooks of pre-commit'))
if (process.platform === 'win32') skipPart('the hooks of pre-commit (they are run by bash)')
else if (!programs.includes(undefined)) {
  const test = suite('the hooks of pre-commit')
  const home = makeFolder()
  const env = {
    ...process.env,
    PATH: [await answeringPlugin(), process.env['PATH']].join(delimiter),
    HOME: home,
    PRE_COMMIT_HOME: join(home, 'cache'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  }
  writeFileSync(env.GIT_CONFIG_GLOBAL, '[user]\nname = Test\nemail = test@example.com\n')

  const shell = (directory: string, line: string, more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    runProgram('bash', ['-ec', `cd "$0"; ${line}`, directory], '', { ...env, ...more })

  /** The directory of a commit with the hooks, as a tag of this repository is one. */
  const source = makeFolder()
  copyFileSync(hooks, join(source, HOOKS))

  /** A new repository, whose commits go through hooks. */
  async function repository(
    hooked: readonly Readonly<Record<string, unknown>>[],
    files: Readonly<Record<string, string>>,
  ): Promise<string> {
    const repo = { repo: source, rev: 'v1', hooks: hooked }
    const directory = makeFolder({ '.pre-commit-config.yaml': JSON.stringify({ repos: [repo] }), ...files })
    const { code, stderr } = await shell(directory, 'git init -q; git add .')
    assert.is(code, 0, stderr)
    return directory
  }

  test.before(async () => {
    const template = join(home, 'template')
    const { code, stderr } = await shell(
      source,
      `git init -q; git add .; git commit -qm hooks; git tag v1
      git config --global init.templateDir '${template}'; pre-commit init-templatedir '${template}'`,
    )
    assert.is(code, 0, stderr)
  })

  test('check and inject fail a commit, which inject changes; and they let the changed one through', async () => {
    const directory = await repository([{ id: 'kubectl-acr-check' }, { id: 'kubectl-acr-inject' }], {
      'deploy/web pod.yaml': POD,
      'deploy/-q.json': '{ "apiVersion": "v1", "kind": "List", "items": [] }',
      'notes.txt': 'a: {{ not YAML }} contoso.azurecr.io',
    })
    const built = { PATH: [builtPlugin(), process.env['PATH']].join(delimiter) }
    const first = await shell(directory, 'git commit -m first', built)
    assert.is(first.code, 1, first.stderr)
    const [, checked = '', injected = ''] = first.stderr.split(/^(?=check pull|add pull)/m)
    assert.match(checked, /^check pull secrets of ACR images\.+Failed/)
    assert.match(checked, '✗ pod/web')
    assert.not.match(checked, 'files were modified')
    assert.match(injected, /^add pull secrets for ACR images\.+Failed/)
    assert.match(injected, 'files were modified by this hook')
    assert.match(injected, 'pod/web: + acr-secret for contoso.azurecr.io')
    assert.is(readFileSync(join(directory, 'deploy/web pod.yaml'), 'utf8'), INJECTED)
    const second = await shell(directory, 'git add .; git commit -m second')
    assert.is(second.code, 0, second.stderr)
    assert.match(second.stderr, /check pull secrets of ACR images\.+Passed/)
    assert.match(second.stderr, /add pull secrets for ACR images\.+Passed/)
  })

  test('inject and check let through a commit without any manifest', async () => {
    const directory = await repository([{ id: 'kubectl-acr-inject' }, { id: 'kubectl-acr-check' }], {
      'package.json': '{"name": "web"}',
      'values.yaml': 'image: contoso.azurecr.io/web\n',
      'a.yaml': '# later\n',
    })
    const { code, stderr } = await shell(directory, 'git commit -m first')
    assert.is(code, 0, stderr)
    assert.is(stderr.match(/^.* pull secrets .*\.Passed$/gm)?.length, 2, stderr)
  })

  test('arguments of the hook are flags, and pre-commit leaves out what is excluded', async () => {
    const directory = await repository(
      [{ id: 'kubectl-acr-inject', args: ['--secret=my-acr'], exclude: '^broken' }],
      { 'pod.yaml': POD, 'broken.yaml': 'image: contoso.azurecr.io/{{ .x }} {\n  - {{ end }}\n' },
    )
    const { code, stderr } = await shell(directory, 'git commit -m first')
    assert.is(code, 1)
    assert.match(stderr, 'pod/web: + my-acr for contoso.azurecr.io')
    assert.match(readFileSync(join(directory, 'pod.yaml'), 'utf8'), '- name: my-acr')
  })

  test.run()
}
