import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'

/** The words that are offered for the last of the given ones, and the directive. */
async function offered(...words: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await acr(['__complete', ...words])
  assert.equal([code, stderr], [0, ''])
  assert.ok(stdout.endsWith('\n'))
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/\t.*/, ''))
}

const MANIFESTS = ['json', 'yaml', 'yml', ':8']
const table: [words: string[], offered: string[]][] = [
  [['un'], ['uninject', ':4']],
  [
    ['help', 'se'],
    ['secret', ':4'],
  ],
  [['help', 'secret', ''], [':4']],
  [['bogus', ''], [':4']],
  [['inject', ''], MANIFESTS],
  [['version', ''], [':4']],
  [
    ['inject', '--rep'],
    ['--report', '--report-file', ':4'],
  ],
  [
    ['inject', '--strict', '--via', ''],
    ['pod', 'serviceaccount', ':4'],
  ],
  [
    ['inject', '--via', 's'],
    ['serviceaccount', ':4'],
  ],
  [
    ['inject', '--via=s'],
    ['serviceaccount', ':4'],
  ],
  [['inject', '--via=', ''], MANIFESTS],
  [
    ['inject', '--report', ''],
    ['text', 'json', 'sarif', 'github', 'junit', ':4'],
  ],
  [
    ['secret', '-o', ''],
    ['yaml', 'json', ':4'],
  ],
  [
    ['secret', '-o=j'],
    ['json', ':4'],
  ],
  [
    ['secret', '--output', '-o', '--for', 'm'],
    ['msi-acrpull', ':4'],
  ],
  [
    ['secret', '--cloud', ''],
    ['public', 'china', 'usgov', 'germany', ':4'],
  ],
  [
    ['version', '-o', ''],
    ['text', 'json', ':4'],
  ],
  [['inject', '-f', ''], MANIFESTS],
  [['inject', '-Rf', ''], MANIFESTS],
  [['inject', '--filename='], MANIFESTS],
  [['inject', '-fa.yaml', ''], MANIFESTS],
  [['inject', '-f', 'a.yaml', ''], MANIFESTS],
  [['inject', '--filename=a.yaml', '-q', ''], MANIFESTS],
  [
    ['inject', '-Rf', 'a.yaml', '--strea'],
    ['--stream', ':4'],
  ],
  [['inject', '-q', ''], MANIFESTS],
  [['inject', '-f', '-k', ''], MANIFESTS],
  [['inject', '-k', ''], [':16']],
  [['inject', '--password-file', ''], [':0']],
  [['secret', '--docker-config='], [':0']],
  [['secret', '--docker-config', ''], [':4']],
  [['inject', '--', '--vi'], [':4']],
]
for (const [words, expected] of table) {
  test(`completed: ${JSON.stringify(words)}`, async () => assert.equal(await offered(...words), expected))
}

test('the resources of the files that are named are offered for --only', async () => {
  const cwd = makeFolder({
    'a.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{image: a}]}}}\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n',
    'b.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: job}\nspec: {containers: [{image: a}]}\n',
  })
  const words = async (...more: string[]) => (await acr(['__complete', ...more], { cwd })).stdout
  assert.is(
    await words('inject', '-f', 'a.yaml', 'b.yaml', '--only', ''),
    'deployment/shop/web\npod/job\n:4\n',
  )
  assert.is(await words('uninject', '-f=.', '--only=d'), 'deployment/shop/web\n:4\n')
  assert.is(await words('inject', '-f', 'none', '-f', 'b.yaml', '--only', 'p'), 'pod/job\n:4\n')
})

test('a flag comes with its description, behind a tab', async () => {
  const { stdout } = await acr(['__complete', 'inject', '--in-'])
  assert.is(stdout, '--in-place\twrite the result back to the input files\n:4\n')
})

test('all flags of a verb are offered, shorthands too', async () => {
  const flags = (await offered('inject', '-')).slice(0, -1)
  const { stdout: help } = await acr('inject --help')
  const listed = [...help.matchAll(/^ {2}(?: {4})?(-.+?)(?: [^\s-]\S*|\[=\S+\])?(?: {2}|$)/gm)].flatMap(
    ([, names]) => (names ?? '').split(', '),
  )
  assert.ok(listed.length > 20)
  assert.equal(flags, listed)
})

/** A Krew with the plugin and the given receipts. */
function krewOf(receipts: readonly string[]): Record<string, string> {
  return {
    'krew/bin/kubectl-acr': '',
    'krew/store/acr/v1/kubectl-acr': '',
    ...Object.fromEntries(receipts.map(name => [`krew/receipts/${name}.yaml`, ''])),
  }
}

if (process.platform !== 'win32') {
  test('the script is printed, or put beside the plugin', async () => {
    const { stdout: script } = await acr('completion')
    assert.match(script, /^#!\/usr\/bin\/env sh\n# [^]+\nexec kubectl-acr __complete "\$@"\n$/)
    const bin = makeFolder({ 'kubectl-acr': '' })
    const path = join(bin, 'kubectl_complete-acr')
    for (const _ of ['once', 'twice']) {
      const { code, stderr } = await acr('completion --install', {
        env: { PATH: `/nowhere:${bin}:/usr/bin` },
      })
      assert.is(code, 0, stderr)
      assert.ok(stderr.startsWith(path))
      assert.is(readFileSync(path, 'utf8'), script)
      assert.is(statSync(path).mode & 0o111, 0o111)
    }
  })

  test('the script goes elsewhere on PATH where it would break Krew', async () => {
    const home = makeFolder({ ...krewOf(['acr']), 'bin/.keep': '', 'other/.keep': '' })
    const bin = join(home, 'krew/bin')
    const put = await acr('completion --install', {
      env: { PATH: `${bin}:/nowhere:${home}/bin`, HOME: home },
    })
    assert.ok(put.stderr.startsWith(join(home, 'bin/kubectl_complete-acr')), put.stderr)
    assert.equal(readdirSync(bin), ['kubectl-acr'])

    const nowhere = await acr('completion --install', { env: { PATH: bin, HOME: home } })
    assert.is(nowhere.code, 2)
    assert.match(
      nowhere.stderr,
      /^error: .+krew\/bin: .+Krew.+name another directory of PATH: kubectl acr completion --install=DIR\n$/,
    )
    assert.is((await acr(['completion', `--install=${bin}`], { env: { HOME: home } })).code, 2)
    assert.equal(readdirSync(bin), ['kubectl-acr'])
    assert.is((await acr(['completion', `--install=${home}/other`], { env: { PATH: bin } })).code, 0)

    const whole = join(makeFolder(krewOf(['acr', 'krew'])), 'krew/bin')
    const beside = await acr('completion --install', { env: { PATH: whole } })
    assert.ok(beside.stderr.startsWith(join(whole, 'kubectl_complete-acr')), beside.stderr)
  })

  test('the script goes where one says, and over nothing', async () => {
    const cwd = makeFolder({ 'bin/.keep': '', 'other/kubectl_complete-acr': 'mine' })
    assert.is((await acr('completion --install=bin', { cwd })).code, 0)
    assert.ok(statSync(join(cwd, 'bin/kubectl_complete-acr')).isFile())
    const kept = await acr('completion --install=other', { cwd })
    assert.is(kept.code, 2)
    assert.match(kept.stderr, /^error: .+: already exists with other content; remove it/)
    assert.is(readFileSync(join(cwd, 'other/kubectl_complete-acr'), 'utf8'), 'mine')
    const nowhere = await acr('completion --install=none', { cwd })
    assert.match(
      nowhere.stderr,
      /^error: .+: cannot be written: no such file or directory; name a writable directory/,
    )
    const unknown = await acr('completion --install', { cwd })
    assert.is(unknown.stderr, 'error: kubectl-acr is not on PATH; name a directory that is: --install=DIR\n')
  })
}

test('on Windows it is a command file', async () => {
  const runtime = { platform: 'win32', arch: 'x64', parent: 1, versions: { node: '24.3.0' } }
  const { stdout } = await acr('completion', { runtime })
  assert.match(stdout, /^@echo off\r\nrem [^]+\r\nkubectl-acr __complete %\*\r\n$/)
})

test.run()
