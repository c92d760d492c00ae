import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { findProgram } from '../skipped.ts'
import { builtBundle, builtPlugin, isBundle, runPlugin, runProgram, unbuiltPlugin } from './built-plugin.ts'
import { startLaunches } from './launches.ts'

const node = process.execPath
/** Pods, 1.4 MB: more than a pipe holds, and than standard input's first buffer. */
const MANY = `${pod}# ${'x'.repeat(12_000)}\n---\n`.repeat(120)
/** On Linux, rows of the acceptance runs prove the same, of the package and of the executable. */
const isWithoutAcceptance = process.platform !== 'linux'
const bash = process.platform === 'win32' ? undefined : findProgram('bash', 'the launcher in a shell')

test('the plugin runs, also by links to the launcher, as npm and Krew make them', async () => {
  const bin = makeFolder()
  if (bash !== undefined) {
    symlinkSync(join(builtPlugin(), 'kubectl-acr'), join(bin, 'kubectl-acr'))
    symlinkSync(join(bin, 'kubectl-acr'), join(bin, 'again'))
  }
  const ran =
    bash === undefined ? runPlugin(['inject'], pod) : runProgram(join(bin, 'again'), ['inject'], pod)
  const { code, stdout } = await ran
  assert.is(code, 0)
  assert.match(stdout, 'name: acr-secret')
})

if (isWithoutAcceptance) {
  test('a quoted glob is expanded', async () => {
    const folder = makeFolder({ 'a/pod.yaml': pod, 'b.yaml': '' })
    const { code, stdout } = await runPlugin(['inject', '-q', '-f', join(folder, '**/p*.y?ml')])
    assert.equal(
      [code, stdout],
      [0, pod.replace('spec:\n', 'spec:\n  imagePullSecrets:\n    - name: acr-secret\n')],
    )
  })

  test('exit codes come through', async () => {
    assert.is((await runPlugin(['inject', '--check'], pod)).code, 1)
    assert.is((await runPlugin(['inject', '--bogus'])).code, 2)
  })
}

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

const launches = startLaunches()
test.after(() => launches.stop())
for (const version of ['14.21.3', '18.20.8', '20.0.0', '20.18.3', '20.19.0', '22.0.0'])
  test(`Node.js ${version}, by what it says of itself`, async () => {
    const { code, stdout, stderr } = await launches.launch({ args: ['inject'], version })
    if (version === '20.19.0' || version === '22.0.0')
      assert.equal([code, stdout, stderr], [0, 'it runs', ''])
    else {
      assert.equal([code, stdout], [2, ''])
      assert.match(stderr, /^error: kubectl acr needs Node\.js 20\.19 or later, and this is v\S+\n$/)
    }
  })

if (bash !== undefined) {
  if (isWithoutAcceptance)
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

  test('a slow and long pipe with a pause in it is waited for, and read to its end', async () => {
    const folder = makeFolder({ 'big.yaml': MANY })
    const pipe = `(sleep 0.2; cat ${folder}/big.yaml; sleep 0.2; cat ${folder}/big.yaml)`
    const { code, stdout } = await runProgram(`${pipe} | kubectl-acr inject 2>&1 >/dev/null | tail -1`)
    assert.equal([code, stdout], [0, '240 workloads changed; 1 other uses no ACR image\n'])
  })

  test('a slow reader gets all', async () => {
    const folder = makeFolder({ 'big.yaml': MANY })
    const line = `kubectl-acr inject -f ${folder}/big.yaml 2>&1 | (read -rn 1; sleep 0.2; tail -1)` // it has begun to write
    assert.equal(await runProgram(line), {
      code: 0,
      stdout: '120 workloads changed; 1 other uses no ACR image\n',
      stderr: '',
    })
  })

  test('a short pipe is read to its end', async () => {
    const folder = makeFolder({ 'pod.yaml': pod })
    const { code, stdout } = await runProgram(`cat ${folder}/pod.yaml | kubectl-acr inject -q -f -`)
    assert.is(code, 0)
    assert.match(stdout, 'name: acr-secret')
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
    if (isWithoutAcceptance) {
      const { stdout } = await runProgram(`kubectl-acr inject -f <(cat ${folder}/pod.yaml)`)
      assert.match(stdout, 'name: acr-secret')
    }
    const { code, stderr } = await runProgram(`kubectl-acr inject --in-place -f <(cat ${folder}/pod.yaml)`)
    assert.is(code, 2)
    assert.match(stderr, /^error: --in-place changes files, and \/dev\/fd\/\d+ is not a file/)
  })
}

const kubectl = findProgram('kubectl', 'the plugin run by the real kubectl')
if (kubectl !== undefined && bash !== undefined) {
  test('kubectl finds the plugin, hands standard input through, and gives its exit code', async () => {
    const { code, stdout, stderr } = await runProgram(kubectl, ['acr', 'inject', '--check', '-f', '-'], pod)
    assert.equal([code, stdout], [1, ''])
    assert.match(stderr, /^error: stdin:\d+: pod\/web: pull secret acr-secret is not listed/)
  })

  test('kubectl lists the plugin without a warning', async () => {
    assert.equal(await runProgram(`PATH=${builtPlugin()} ${kubectl} plugin list --name-only`), {
      code: 0,
      stdout: 'The following compatible plugins are available:\n\nkubectl-acr\n',
      stderr: '',
    })
  })

  test('the example of the help works as it stands', async () => {
    const help = (await acr([])).stdout
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
}

test.run()
