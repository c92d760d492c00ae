import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { builtPackage, runProgram } from './built-plugin.ts'

/** The package is packed, installed without a network, and run by the real kubectl. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const PART = 'the npm package, installed'
const npm = process.platform === 'win32' ? undefined : findProgram('npm', PART)
const kubectl = findProgram('kubectl', PART)

interface Installed {
  /** Where the package's files are. */
  folder: string
  /** The folder for PATH. */
  bin: string
  /** The packed package, in bytes. */
  size: number
}

const pod = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: contoso.azurecr.io/web\n'

if (npm !== undefined && kubectl !== undefined) {
  const test = suite<Installed>('the npm package')

  test.before(async context => {
    const packed = makeFolder()
    const { code, stderr } = await runProgram(npm, ['pack', builtPackage(), '--pack-destination', packed])
    assert.is(code, 0, stderr)
    const [tarball = ''] = readdirSync(packed)
    const prefix = makeFolder()
    const flags = ['--global', '--offline', '--no-audit', '--no-fund', `--prefix=${prefix}`]
    const installed = await runProgram(npm, ['install', ...flags, join(packed, tarball)])
    assert.is(installed.code, 0, installed.stderr)
    context.size = statSync(join(packed, tarball)).size
    context.folder = join(prefix, 'lib/node_modules/kubectl-acr')
    context.bin = join(prefix, 'bin')
  })

  test('it holds the launcher, the bundle, the licences, and nothing else', ({ folder, size }) => {
    assert.equal(readdirSync(folder).toSorted(), [
      'LICENSE',
      'README.md',
      'kubectl-acr.schema.json',
      'package.json',
      'plugin',
    ])
    assert.equal(readdirSync(join(folder, 'plugin')).toSorted(), ['bin', 'dist'])
    assert.equal(readdirSync(join(folder, 'plugin/bin')).toSorted(), [
      'keep-code.js',
      'kubectl-acr',
      'kubectl_complete-acr',
      'package.json',
    ])
    assert.ok(readdirSync(join(folder, 'plugin/dist')).includes('THIRD-PARTY-NOTICES'))
    assert.ok(size < 1_500_000, `${size} bytes`)
  })

  test('nothing has to be resolved at run time', ({ folder }) => {
    const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const key of ['dependencies', 'optionalDependencies', 'peerDependencies'])
      assert.is(description[key], undefined, key)
  })

  test('it runs as kubectl acr', async ({ bin }) => {
    const env = { ...process.env, PATH: `${bin}:${dirname(kubectl)}:${dirname(process.execPath)}:/bin` }
    const { code, stdout, stderr } = await runProgram(kubectl, ['acr', 'inject', '-f', '-'], pod, env)
    assert.is(code, 0, stderr)
    assert.match(stdout, 'name: acr-secret')
  })

  test('it completes, which takes a program of its own', async ({ bin }) => {
    const env = { ...process.env, PATH: `${bin}:${dirname(process.execPath)}:/bin` }
    const { stdout } = await runProgram(kubectl, ['__complete', 'acr', 'inject', '--via', 'p'], '', env)
    assert.is(stdout, 'pod\n:4\n')
  })

  test('kubectl lists it without a warning', async ({ bin }) => {
    const env = { ...process.env, PATH: bin }
    assert.equal(await runProgram(kubectl, ['plugin', 'list', '--name-only'], '', env), {
      code: 0,
      stdout: 'The following compatible plugins are available:\n\nkubectl-acr\n',
      stderr: '',
    })
  })

  test('the notices name what is bundled, each with its text', ({ folder }) => {
    const notices = readFileSync(join(folder, 'plugin/dist/THIRD-PARTY-NOTICES'), 'utf8')
    const [, ...parts] = notices.split(`\n${'-'.repeat(80)}\n`)
    const names = parts.map(part => /^\n(\S+) \d\S* \(\S+\)\n/.exec(part)?.[1])
    for (const name of ['@azure/identity', 'clipanion', 'yaml']) assert.ok(names.includes(name), name)
    for (const name of ['ajv', 'esbuild', 'tsx']) assert.not.ok(names.includes(name), name)
    for (const part of parts) assert.ok(part.length > 500, part)
  })

  test('without the development dependencies the clone installs, but does not pack', async () => {
    const clone = makeFolder()
    mkdirSync(join(clone, 'plugin'))
    for (const file of ['package.json', 'plugin/prepare.mjs', 'plugin/build.ts'])
      cpSync(join(root, file), join(clone, file))
    const run = (command: string) =>
      runProgram(process.execPath, [join(clone, 'plugin/prepare.mjs')], '', {
        ...process.env,
        npm_command: command,
      })
    const installed = await run('ci')
    assert.is(installed.code, 0, installed.stderr)
    assert.match(installed.stderr, 'not built')
    assert.is.not((await run('pack')).code, 0)
  })

  test.run()
}
