import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, parseAllDocuments } from 'yaml'
import { makeFolder } from '../folder.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { answeringPlugin } from './answering-plugin.ts'
import { builtPlugin, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

const plugin = fileURLToPath(new URL('../../plugin/argocd', import.meta.url))
const read = (file: string) => parse(readFileSync(join(plugin, file), 'utf8'))
const chart = fileURLToPath(new URL('charts/web', import.meta.url))

const CONFIGURATION = '.kubectl-acr.yaml'
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web } # stays
spec:
  containers:
    - { name: web, image: contoso.azurecr.io/web:1 }
`
const KUSTOMIZATION = 'resources: [pod.yaml]\nnamePrefix: shop-\n'

const programs = ['bash', 'jq', 'kubectl'].map(program => findProgram(program, 'the plugin for Argo CD'))
if (process.platform !== 'linux') skipPart('the plugin for Argo CD (it runs on Linux alone)')
else if (!programs.includes(undefined)) {
  const test = suite('the plugin for Argo CD')
  const helm = findProgram('helm4', 'charts in Argo CD')
  const bin = makeFolder()
  if (helm !== undefined) symlinkSync(helm, join(bin, 'helm'))
  const pathWith = (folder: string): string => [plugin, folder, bin, process.env['PATH']].join(delimiter)

  interface Parameter {
    readonly name: string
    readonly string?: string
    readonly array?: readonly string[]
    readonly map?: Readonly<Record<string, string>>
  }

  /**
   * Runs a command of plugin.yaml as argocd-cmp-server does: without a shell, in the directory of the application. What it pipes
   * manifests through is answered from here, unless `env` has the PATH of the built plugin.
   */
  async function run(
    what: 'discover' | 'generate',
    directory: string,
    parameters?: readonly Parameter[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const { discover, generate } = read('plugin.yaml').spec
    const { command, args = [] } = what === 'generate' ? generate : discover.find
    const sent = parameters === undefined ? {} : { ARGOCD_APP_PARAMETERS: JSON.stringify(parameters) }
    // There are no other variables; the one for what the plugin keeps saves each run from compiling it.
    return runProgram('bash', ['-c', 'cd "$0" && exec "$@"', directory, ...command, ...args], '', {
      PATH: pathWith(await answeringPlugin()),
      HOME: makeFolder(),
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
      ARGOCD_APP_NAME: 'shop',
      ARGOCD_APP_NAMESPACE: 'prod',
      ...sent,
      ...env,
    })
  }

  async function manifests(...args: [string, (readonly Parameter[])?, Record<string, string>?]) {
    const { code, stdout, stderr } = await run('generate', ...args)
    assert.is(code, 0, stderr)
    return { stdout, stderr, secrets: pullSecrets(stdout) }
  }

  async function failure(directory: string, parameters: readonly Parameter[]): Promise<string> {
    const { code, stdout, stderr } = await run('generate', directory, parameters)
    assert.is(stdout, '')
    assert.is.not(code, 0)
    return stderr
  }

  test('it is found by the configuration that applies to the directory', async () => {
    const repository = makeFolder({ [CONFIGURATION]: '', 'apps/web/pod.yaml': POD, 'apps/.git': '' })
    const from = async (directory: string) => (await run('discover', join(repository, directory))).stdout
    assert.is(await from('.'), `${join(repository, CONFIGURATION)}\n`)
    assert.is(await from('apps/web'), '') // beyond the root of a repository
    const other = makeFolder({ [CONFIGURATION]: '', 'apps/web/pod.yaml': POD })
    const { code, stdout } = await run('discover', join(other, 'apps/web'))
    assert.equal([code, stdout], [0, `${join(other, CONFIGURATION)}\n`])
    const none = await run('discover', makeFolder({ '.git': '' }))
    assert.equal(none, { code: 0, stdout: '', stderr: '' })
  })

  test('a kustomization is built, and the configuration of the repository is in force', async () => {
    const repository = makeFolder({
      [CONFIGURATION]: 'secret: team-pull\n',
      'shop/pod.yaml': POD,
      'shop/kustomization.yaml': KUSTOMIZATION,
    })
    const built = { PATH: pathWith(builtPlugin()) }
    const { stdout, stderr, secrets } = await manifests(join(repository, 'shop'), undefined, built)
    assert.equal(secrets, { 'shop-web': ['team-pull'] })
    assert.match(stderr, 'pod/shop-web: + team-pull for contoso.azurecr.io')
    assert.not.match(stdout, '1 workload changed')
  })

  test('a directory is read as Argo CD reads one, byte for byte', async () => {
    const directory = makeFolder({
      [CONFIGURATION]: '',
      'pod.yaml': POD,
      'job.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}\n',
      'inner/pod.yaml': POD.replace('name: web', 'name: inner'),
    })
    const flat = await manifests(directory)
    assert.equal(flat.secrets, { web: ['acr-secret'] })
    assert.match(flat.stdout, 'metadata: { name: web } # stays')
    assert.match(flat.stdout, '"kind":"ConfigMap"')
    const deep = await manifests(directory, [{ name: 'recurse', string: 'true' }])
    assert.equal(Object.keys(deep.secrets).toSorted(), ['inner', 'web'])
  })

  test('parameters and the environment of the application are flags', async () => {
    const directory = makeFolder({ 'pod.yaml': POD })
    const secrets = { name: 'secret', array: ['contoso.azurecr.io=contoso-pull', 'other-pull'] }
    assert.equal((await manifests(directory, [secrets])).secrets, { web: ['contoso-pull'] })
    const env = { ARGOCD_ENV_ACR_SECRET: 'env-pull' }
    assert.equal((await manifests(directory, [], env)).secrets, { web: ['env-pull'] })
    assert.equal((await manifests(directory, [secrets], env)).secrets, { web: ['contoso-pull'] })
    const unset = { ARGOCD_APP_PARAMETERS: 'null' }
    assert.equal((await manifests(directory, undefined, unset)).secrets, { web: ['acr-secret'] })
  })

  test('what is wrong ends with an error on stderr, and no manifest', async () => {
    const directory = makeFolder({ 'pod.yaml': POD, 'b.yaml': 'a: [contoso.azurecr.io\n' })
    assert.match(await failure(directory, []), 'error: b.yaml:')
    assert.match(await failure(directory, [{ name: 'secrets', string: 'x' }]), 'unknown parameter "secrets"')
    assert.match(
      await failure(directory, [{ name: 'strict', string: 'yes' }]),
      'must be true or false, not "yes"',
    )
    const { code, stderr } = await run('generate', directory, undefined, { ARGOCD_APP_PARAMETERS: '{' })
    assert.is(code, 1)
    assert.match(stderr, 'is not the JSON that Argo CD sends')
    const broken = makeFolder({ 'kustomization.yaml': 'resources: [none.yaml]\n' })
    assert.match(await failure(broken, []), 'none.yaml')
  })

  test('strict fails where an image cannot be given a pull secret', async () => {
    const directory = makeFolder({
      'app.yaml':
        'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\nspec: { image: contoso.azurecr.io/a:1 }\n',
    })
    assert.equal((await manifests(directory)).secrets, {})
    assert.match(await failure(directory, [{ name: 'strict', string: 'true' }]), 'thing.example.com/a')
  })

  test('a value is never read by a shell, nor split', async () => {
    const directory = makeFolder({ 'pod.yaml': POD })
    const mark = join(directory, 'mark')
    const values = [`$(touch ${mark})`, `a; touch ${mark}`, `a --in-place`]
    for (const value of [{ array: values }, { string: `a\n--in-place` }])
      assert.match(await failure(directory, [{ name: 'secret', ...value }]), 'error: --secret')
    assert.not(existsSync(mark))
    assert.is(readFileSync(join(directory, 'pod.yaml'), 'utf8'), POD)
  })

  if (helm !== undefined) {
    test('a chart is rendered with what Argo CD says of the cluster, and with values', async () => {
      const repository = makeFolder({
        [CONFIGURATION]: '',
        'values/prod.yaml': 'note: from file\n',
        'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
        'shop/templates/all.yaml': `${POD.replace('name: web', 'name: {{ .Release.Name }}')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: facts, namespace: {{ .Release.Namespace }} }
data:
  all: {{ printf "%s %s %v %s" .Values.note .Capabilities.KubeVersion.Version (.Capabilities.APIVersions.Has "a.b/v1") .Values.tag | quote }}
`,
      })
      const parameters = [
        { name: 'helm-values-files', array: ['../values/prod.yaml'] },
        { name: 'helm-parameters', map: { tag: 'a,b=$(id)' } },
      ]
      const cluster = { KUBE_VERSION: '1.33.2', KUBE_API_VERSIONS: 'apps/v1,a.b/v1' }
      const { stdout, secrets } = await manifests(join(repository, 'shop'), parameters, cluster)
      assert.equal(secrets, { shop: ['acr-secret'] })
      assert.match(stdout, 'namespace: prod')
      assert.match(stdout, 'all: "from file v1.33.2 true a,b=$(id)"')
    })

    test('hooks and CRDs of a chart are there', async () => {
      const { stdout, secrets } = await manifests(chart)
      assert.equal(secrets['migrate'], ['acr-secret'])
      assert.match(stdout, 'kind: CustomResourceDefinition')
    })

    test('values are files of the repository', async () => {
      const outside = join(makeFolder({ 'values.yaml': 'a: 1\n' }), 'values.yaml')
      const directory = makeFolder({ 'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n' })
      symlinkSync(outside, join(directory, 'link.yaml'))
      for (const file of [outside, 'link.yaml'])
        assert.match(
          await failure(directory, [{ name: 'helm-values-files', array: [file] }]),
          'is outside of',
        )
      for (const file of ['none.yaml', 'https://example.com/values.yaml'])
        assert.match(
          await failure(directory, [{ name: 'helm-values-files', array: [file] }]),
          'there is no file',
        )
    })
  }

  test("the sidecar runs Argo CD's server for plugins, as the user of Argo CD, with a directory of its own", () => {
    const { containers, volumes } = read('repo-server-sidecar.yaml').spec.template.spec
    const [{ command, securityContext, volumeMounts }] = containers
    assert.equal(command, ['/var/run/argocd/argocd-cmp-server'])
    assert.is(securityContext.runAsUser, 999)
    const mounted: readonly { name: string; mountPath: string }[] = volumeMounts
    assert.equal(
      mounted.map(({ name, mountPath }) => `${name} ${mountPath}`),
      ['var-files /var/run/argocd', 'plugins /home/argocd/cmp-server/plugins', 'kubectl-acr-tmp /tmp'],
    )
    assert.equal(volumes, [{ name: 'kubectl-acr-tmp', emptyDir: {} }])
    const dockerfile = readFileSync(join(plugin, 'Dockerfile'), 'utf8')
    for (const file of ['acr-manifests', 'plugin.yaml']) {
      assert.match(dockerfile, new RegExp(`^COPY .*${file} /`, 'm'))
      assert.ok(existsSync(join(plugin, file)))
    }
  })

  test('the parameters that are announced are those that are known', () => {
    const announced: readonly { name: string }[] = read('plugin.yaml').spec.parameters.static
    const script = readFileSync(join(plugin, 'acr-manifests'), 'utf8')
    const [, known = ''] = /known are ([^"]+)"/.exec(script) ?? []
    assert.equal(
      known.split(/, | and /),
      announced.map(({ name }) => name),
    )
  })

  test.run()
}

/** The names in the pull secrets of each resource that has any, by its name. */
function pullSecrets(yaml: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    parseAllDocuments(yaml).flatMap(document => {
      const resource: { metadata?: { name: string }; spec?: unknown } = document.toJS() ?? {}
      const [, list] = /"imagePullSecrets":(\[.*?\])/.exec(JSON.stringify(resource.spec ?? {})) ?? []
      if (list === undefined) return []
      const entries: readonly { name: string }[] = JSON.parse(list)
      return [[resource.metadata?.name ?? '', entries.map(({ name }) => name)] as const]
    }),
  )
}
