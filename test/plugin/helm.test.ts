import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { builtPlugin } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

const chart = (name: string): string => fileURLToPath(new URL(`./charts/${name}`, import.meta.url))
const manifest = readFileSync(new URL('../../plugin/helm/plugin.yaml', import.meta.url), 'utf8')
const packed = process.env['KUBECTL_ACR_HELM_PLUGIN']

const [helm4, helm3] = ['helm4', 'helm3'].map(program => findProgram(program, `Helm as ${program}`))

// Node.js gives a child a socket for stderr, which nobody else can open; a shell gives a pipe.
const BY_PIPES = '{ "$@" 2>&1 >&3 | cat >&2; } 3>&1'

/** Runs Helm with directories of its own. */
function helm(program: string, args: readonly string[], home: string): Promise<Ended> {
  const child = spawn('bash', ['-o', 'pipefail', '-c', BY_PIPES, 'bash', program, ...args], {
    env: {
      ...process.env,
      PATH: `${builtPlugin()}:${process.env['PATH']}`,
      HELM_DATA_HOME: join(home, 'data'),
      HELM_CACHE_HOME: join(home, 'cache'),
      HELM_CONFIG_HOME: join(home, 'config'),
    },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

/** The pull secrets of each resource that has any, by its name. */
function pullSecrets(yaml: string): Record<string, unknown> {
  const found = parseAllDocuments(yaml).flatMap(document => {
    const resource: { metadata?: { name: string }; spec?: Record<string, unknown> } = document.toJS() ?? {}
    const text = JSON.stringify(resource.spec ?? {})
    const [, list] = /"imagePullSecrets":(\[.*?\])/.exec(text) ?? []
    return list === undefined ? [] : [[resource.metadata?.name, JSON.parse(list)] as const]
  })
  return Object.fromEntries(found)
}

const named = (name: string) => [{ name }]

if (helm4 !== undefined) {
  const test = suite('helm 4')
  const home = makeFolder()

  test.before(async () => {
    const source = packed ?? directoryOfPlugin()
    const { code, stderr } = await helm(
      helm4,
      ['plugin', 'install', source, ...(packed === undefined ? [] : ['--verify=false'])],
      home,
    )
    assert.is(code, 0, stderr)
  })

  const template = (name: string, ...args: readonly string[]): Promise<Ended> =>
    helm(helm4, ['template', 'web', chart(name), '--include-crds', '--post-renderer', 'acr', ...args], home)

  test('the plugin injects into templates, hooks, tests and subcharts, and its report is read', async () => {
    const { code, stdout, stderr } = await template('web', '--post-renderer-args', '--secret=my-acr')
    assert.is(code, 0, stderr)
    const secrets = named('my-acr')
    assert.equal(pullSecrets(stdout), { web: secrets, migrate: secrets, smoke: secrets, cache: secrets })
    assert.match(stdout, 'name: web # stays')
    assert.match(stdout, 'kind: CustomResourceDefinition')
    assert.match(stdout, '# Source: web/charts/cache/templates/pod.yaml')
    assert.match(stderr, 'deployment/web: + my-acr for contoso.azurecr.io')
  })

  test('a chart that renders nothing is no error', async () => {
    const { code, stdout, stderr } = await template('empty')
    assert.equal([code, stdout.trim()], [0, ''], stderr)
  })

  test('an error reaches the person, though Helm keeps the stderr of plugins to itself', async () => {
    const { code, stderr } = await template('web', '--post-renderer-args', '--sekret=x')
    assert.is(code, 1)
    assert.match(stderr, 'error: unknown flag: --sekret, did you mean --secret?')
  })

  if (process.platform === 'linux')
    test('where Helm would write over it, it is kept in a file', async () => {
      const log = join(home, 'log')
      const shell = `"$0" template web "$1" --post-renderer acr --post-renderer-args --sekret > "$2" 2>&1`
      const { code } = await helm('sh', ['-c', shell, helm4, chart('web'), log], home)
      assert.is(code, 1)
      const plugins = join(home, 'data/plugins')
      const [plugin = ''] = readdirSync(plugins).filter(name => !name.includes('.tgz'))
      const kept = readFileSync(join(plugins, plugin, 'messages.txt'), 'utf8')
      assert.match(kept, 'error: unknown flag: --sekret')
      assert.match(readFileSync(log, 'utf8'), /^Error: /)
    })

  test.run()
}

if (helm3 !== undefined) {
  const test = suite('helm 3')

  test('the program is a post-renderer; hooks do not come to it, and a check of the result finds them', async () => {
    const renderer = ['--post-renderer', 'kubectl-acr', '--post-renderer-args', 'post-render']
    const home = makeFolder()
    const { code, stdout, stderr } = await helm(helm3, ['template', 'web', chart('web'), ...renderer], home)
    assert.is(code, 0, stderr)
    assert.equal(pullSecrets(stdout), { web: named('acr-secret'), cache: named('acr-secret') })
    const file = join(home, 'rendered.yaml')
    writeFileSync(file, stdout)
    const checked = await helm('kubectl-acr', ['inject', '--check', '-f', file], home)
    assert.is(checked.code, 1)
    assert.match(checked.stderr, 'job/migrate')
    assert.match(checked.stderr, 'pod/smoke')
  })

  test.run()
}

/** What `npm run package` packs, unpacked, with the plugin under test as its program. */
function directoryOfPlugin(): string {
  const directory = join(makeFolder({ 'acr/plugin.yaml': manifest }), 'acr')
  const program = join(builtPlugin(), 'kubectl-acr')
  symlinkSync(program, join(directory, basename(program)))
  return directory
}
