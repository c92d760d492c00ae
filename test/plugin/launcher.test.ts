import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { findProgram } from '../skipped.ts'
import { builtBundle, builtPlugin, isBundle, runPlugin, runProgram, unbuiltPlugin } from './built-plugin.ts'

const launcher = (): string => join(builtPlugin(), 'kubectl-acr')
const node = process.execPath
/** Pods, 3.6 MB: more than a pipe holds, and than standard input's first buffer. */
const MANY = `${pod}# ${'x'.repeat(12_000)}\n---\n`.repeat(300)

test('the plugin runs', async () => {
  const { code, stdout } = await runPlugin(['inject'], pod)
  assert.is(code, 0)
  assert.match(stdout, 'name: acr-secret')
})

test('a quoted glob is expanded', async () => {
  const folder = makeFolder({ 'a/pod.yaml': pod, 'b.yaml': '' })
  const { code, stdout } = await runPlugin(['inject', '-q', '-f', join(folder, '**/p*.y?ml')])
  assert.equal(
    [code, stdout],
    [0, pod.replace('spec:\n', 'spec:\n  imagePullSecrets:\n    - name: acr-secret\n')],
  )
})

const git = findProgram('git', 'the commit in the version')
if (git !== undefined) {
  test('the version tells from which commit it was built', async () => {
    const here = fileURLToPath(new URL('.', import.meta.url))
    const head = await runProgram(git, ['-C', here, 'rev-parse', 'HEAD'])
    const { stdout } = await runPlugin(['version', '-o', 'json'])
    const { commit, runtime } = JSON.parse(stdout)
    assert.is(commit.replace('-dirty', ''), head.stdout.slice(0, 12))
    assert.match(runtime, isBundle ? /^Node\.js \d/ : /^Bun \d/)
  })
}

test('it says what to run where the bundle is missing', async () => {
  const { code, stdout, stderr } = await runProgram(node, [join(unbuiltPlugin(), 'kubectl-acr'), 'inject'])
  assert.equal([code, stdout], [2, ''])
  assert.is(stderr, 'error: the plugin is not built yet; run `npm ci && npm run build` in its folder\n')
})

test('it says which file is missing where the bundle is incomplete', async () => {
  const launchers = unbuiltPlugin()
  const dist = join(launchers, '../dist')
  mkdirSync(dist)
  copyFileSync(join(builtBundle(), '../dist/main.cjs'), join(dist, 'main.cjs'))
  const { code, stdout, stderr } = await runProgram(node, [join(launchers, 'kubectl-acr'), 'secret'])
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, /^error: ENOENT: .*verbs\.cjs'; install the plugin again\n$/)
})

for (const version of ['14.21.3', '18.20.8', '20.0.0', '20.18.3', '20.19.0', '22.0.0'])
  test(`Node.js ${version}, by what it says of itself`, async () => {
    const text = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
    const preload = join(makeFolder({ 'version.cjs': text }), 'version.cjs')
    const args = ['--require', preload, join(builtBundle(), 'kubectl-acr'), 'inject', '-q']
    const { code, stdout, stderr } = await runProgram(node, args, pod)
    if (version === '20.19.0' || version === '22.0.0') assert.equal([code, stderr], [0, ''])
    else {
      assert.equal([code, stdout], [2, ''])
      assert.match(stderr, /^error: kubectl acr needs Node\.js 20\.19 or later, and this is v\S+\n$/)
    }
  })

test('exit codes come through', async () => {
  assert.is((await runPlugin(['inject', '--check'], pod)).code, 1)
  assert.is((await runPlugin(['inject', '--bogus'])).code, 2)
})

const bash = process.platform === 'win32' ? undefined : findProgram('bash', 'the launcher in a shell')
if (bash !== undefined) {
  test('links to the launcher work, as npm and Krew make them', async () => {
    const bin = makeFolder()
    symlinkSync(launcher(), join(bin, 'kubectl-acr'))
    symlinkSync(join(bin, 'kubectl-acr'), join(bin, 'again'))
    assert.match((await runProgram(join(bin, 'again'), ['version'])).stdout, /^kubectl-acr v/)
  })

  test('a reader that has had enough ends it quietly', async () => {
    const folder = makeFolder({ 'big.yaml': MANY })
    const ended = await runProgram(`kubectl-acr inject -q -f ${folder}/big.yaml | head -1`)
    assert.equal(ended, { code: 0, stdout: 'apiVersion: v1\n', stderr: '' })
    assert.equal(await runProgram(`kubectl-acr inject -f ${folder} 2>&1 >/dev/null | head -0`), {
      code: 0,
      stdout: '',
      stderr: '',
    })
    assert.equal((await runProgram('kubectl-acr inject --help | head -1')).stderr, '')
  })

  test('a slow standard input is waited for', async () => {
    const folder = makeFolder({ 'pod.yaml': pod })
    const { code, stdout } = await runProgram(`(sleep 0.2; cat ${folder}/pod.yaml) | kubectl-acr inject -f -`)
    assert.is(code, 0)
    assert.match(stdout, 'name: acr-secret')
  })

  test('a long pipe with a pause in it is read to its end', async () => {
    const folder = makeFolder({ 'big.yaml': MANY })
    const pipe = `(cat ${folder}/big.yaml; sleep 0.2; cat ${folder}/big.yaml)`
    const { stdout } = await runProgram(`${pipe} | kubectl-acr inject -f - 2>&1 >/dev/null | tail -1`)
    assert.is(stdout, '600 workloads changed; 1 other uses no ACR image\n')
  })

  test('a slow reader gets all', async () => {
    const folder = makeFolder({ 'big.yaml': MANY })
    const line = `kubectl-acr inject -f ${folder}/big.yaml 2>&1 | (sleep 0.2; tail -1)`
    assert.equal(await runProgram(line), {
      code: 0,
      stdout: '300 workloads changed; 1 other uses no ACR image\n',
      stderr: '',
    })
  })

  test('an empty or closed standard input is an empty stream', async () => {
    for (const line of [
      'kubectl-acr inject -q < /dev/null',
      ': | kubectl-acr inject -q -f -',
      'kubectl-acr inject -q <&-',
    ]) {
      assert.equal(await runProgram(line), { code: 0, stdout: '', stderr: '' }, line)
    }
  })

  test('a pipe has a path, and cannot be changed in place', async () => {
    const folder = makeFolder({ 'pod.yaml': pod })
    const { stdout } = await runProgram(`kubectl-acr inject -f <(cat ${folder}/pod.yaml)`)
    assert.match(stdout, 'name: acr-secret')
    const { code, stderr } = await runProgram(`kubectl-acr inject --in-place -f <(cat ${folder}/pod.yaml)`)
    assert.is(code, 2)
    assert.match(stderr, /^error: --in-place changes files, and \/dev\/fd\/\d+ is not a file/)
  })

  if (process.platform === 'linux') {
    test('a full disk is an error', async () => {
      const folder = makeFolder({ 'pod.yaml': pod })
      const { code, stderr } = await runProgram(`kubectl-acr inject -f ${folder} > /dev/full`)
      assert.equal(
        [code, stderr],
        [2, 'error: standard output: cannot be written: no space left on device\n'],
      )
    })
  }
}

const kubectl = findProgram('kubectl', 'the plugin run by the real kubectl')
if (kubectl !== undefined && bash !== undefined) {
  test('kubectl finds the plugin and hands standard input through', async () => {
    const { code, stdout, stderr } = await runProgram(kubectl, ['acr', 'inject', '-f', '-'], pod)
    assert.is(code, 0)
    assert.match(stdout, 'name: acr-secret')
    assert.match(stderr, /1 workload changed\n$/)
    assert.is((await runProgram(kubectl, ['acr', 'inject', '--check'], pod)).code, 1)
  })

  test('kubectl lists the plugin without a warning', async () => {
    assert.equal(await runProgram(`PATH=${builtPlugin()} ${kubectl} plugin list --name-only`), {
      code: 0,
      stdout: 'The following compatible plugins are available:\n\nkubectl-acr\n',
      stderr: '',
    })
  })

  test('the example of the help works as it stands', async () => {
    const help = (await runProgram('kubectl acr')).stdout
    const [, example = ''] = /^Example:\n([^]*?)\n\n/m.exec(help) ?? []
    const { code, stdout } = await runProgram(example)
    assert.is(code, 0)
    assert.match(stdout, 'name: acr-secret')
  })

  test('kubectl reads what came out', async () => {
    const folder = makeFolder({
      'a.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}',
      'b.yaml': pod,
    })
    const { stdout } = await runProgram(
      `kubectl-acr inject -q -f ${folder} | kubectl label --local -f - x=y -o name`,
    )
    assert.is(stdout, 'configmap/a\npod/web\n')
  })

  test('-k builds a kustomization with kubectl', async () => {
    const folder = makeFolder({ 'kustomization.yaml': 'resources: [pod.yaml]\n', 'pod.yaml': pod })
    const { code, stdout } = await runProgram(`kubectl-acr inject -k ${folder}`)
    assert.is(code, 0)
    assert.match(stdout, 'name: acr-secret')
    const failed = await runProgram(`kubectl-acr inject -k ${folder}/none`)
    assert.is(failed.code, 2)
    assert.match(
      failed.stderr,
      /^error: .+\/none: .+; run `.+` to see the error alone\nnothing was written: 1 error\n$/,
    )
  })
}

test.run()
