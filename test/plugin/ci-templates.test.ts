import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, parseAllDocuments } from 'yaml'
import { makeFolder } from '../folder.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { answeringPlugin } from './answering-plugin.ts'
import { runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'
import { localReleases, tag } from './local-releases.ts'

const ci = fileURLToPath(new URL('../../plugin/ci/', import.meta.url))
const azure = parse(readFileSync(`${ci}azure-pipelines.yml`, 'utf8'))
// GitLab finds a component of a project at this path alone: `templates/NAME.yml`, with the name in `include`.
const component = readFileSync(
  fileURLToPath(new URL('../../templates/kubectl-acr.yml', import.meta.url)),
  'utf8',
)
const [gitlab, gitlabJobs] = parseAllDocuments(component).map(one => one.toJS())

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: contoso.azurecr.io/web:1 }
`

const programs = ['bash', 'curl', 'git', 'tar'].map(program =>
  findProgram(program, 'the templates for CI systems'),
)
if (process.platform === 'win32')
  skipPart('the templates for CI systems (a release for Windows is not packed)')
else if (!programs.includes(undefined)) {
  const test = suite('the templates for CI systems')
  const releases = localReleases({ plugin: await answeringPlugin() })
  const repository = repositoryWithScript()

  /** Runs the lines of a template with its variables; what it clones from GitHub comes from here. */
  function run(script: string, env: Readonly<Record<string, string>>, workspace: string): Promise<Ended> {
    return runProgram('bash', ['-c', 'cd "$0" && exec "$@"', workspace, 'bash', '-c', script], '', {
      PATH: process.env['PATH'],
      HOME: makeFolder(),
      TMPDIR: makeFolder(),
      ACR_RELEASES: releases,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${pathToFileURL(repository).href}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/kubectl-acr/kubectl-acr.git',
      ...env,
    })
  }

  const ofAzure: readonly { name: string; default: string }[] = azure.parameters
  const azureDefaults = Object.fromEntries(ofAzure.map(one => [one.name, one.default]))
  const ofGitlab: Readonly<Record<string, { default?: string; regex?: string }>> = gitlab.spec.inputs
  const gitlabDefaults = Object.fromEntries(
    Object.entries(ofGitlab).map(([name, { default: value = '' }]) => [name, value]),
  )

  async function onAzure(values: Readonly<Record<string, string>>, workspace: string): Promise<Ended> {
    const [step] = azure.steps
    const env = filled(step.env, /^\$\{\{ parameters\.(\w+) \}\}$/, { ...azureDefaults, ...values })
    const agent = {
      TF_BUILD: 'True',
      AGENT_TEMPDIRECTORY: makeFolder(),
      SYSTEM_DEFAULTWORKINGDIRECTORY: workspace,
    }
    return run(step.bash, { ...env, ...agent }, workspace)
  }

  async function onGitlab(values: Readonly<Record<string, string>>, workspace: string): Promise<Ended> {
    const [job] = Object.values<{ script: string[]; variables: Record<string, { value: string }> }>(
      gitlabJobs,
    )
    const { script = [], variables = {} } = job ?? {}
    const texts = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
    const env = filled(texts, /^\$\[\[ inputs\.(\w+) \]\]$/, { ...gitlabDefaults, ...values })
    const lines = ['set -eo pipefail', ...script].join('\n') // as the runner makes one script of the lines
    return run(lines, { ...env, GITLAB_CI: 'true', CI_PROJECT_DIR: workspace }, workspace)
  }

  for (const [name, runs] of [['Azure Pipelines', onAzure] as const, ['GitLab CI', onGitlab] as const]) {
    test(`${name}: the script of the release injects`, async () => {
      const workspace = makeFolder({ 'pod.yaml': POD })
      const { code, stdout, stderr } = await runs({ manifests: 'pod.yaml', secret: 'my-acr' }, workspace)
      assert.is(code, 0, stderr)
      assert.match(stderr, 'pod/web: + my-acr for contoso.azurecr.io')
      const report = name === 'GitLab CI' ? readFileSync(join(workspace, 'kubectl-acr.env'), 'utf8') : stdout
      const [, bundle = ''] = /manifestsBundle\S*[=\]](\S+manifests\.yaml)$/m.exec(report) ?? []
      const [file] = [bundle, join(workspace, bundle)].filter(path => existsSync(path))
      assert.match(readFileSync(file ?? '', 'utf8'), '- name: my-acr')
    })

    test(`${name}: a failure fails the step, and no value is read by a shell`, async () => {
      const workspace = makeFolder({ 'pod.yaml': POD })
      const values = ['$(touch mark)', '`touch mark`', '"; touch mark; "', "'; touch mark; '"]
      const secrets = await runs({ manifests: 'pod.yaml', secret: values.join('\n') }, workspace)
      assert.is(secrets.code, 2)
      assert.match(secrets.stderr, 'error: --secret')
      for (const version of values)
        assert.is.not((await runs({ manifests: 'pod.yaml', version }, workspace)).code, 0, version)
      assert.is.not(
        (await runs({ manifests: 'pod.yaml', version: '--upload-pack=touch mark' }, workspace)).code,
        0,
      )
      assert.is.not((await runs({ manifests: 'pod.yaml', checksum: '0'.repeat(64) }, workspace)).code, 0)
      assert.not(existsSync(join(workspace, 'mark')))
    })
  }

  test('they take their own release, and no value stands in a script', () => {
    assert.is(azureDefaults['version'], tag)
    assert.is(gitlabDefaults['version'], tag)
    for (const { bash } of azure.steps) assert.not.match(bash, '${{')
    const [job] = Object.values<{ script: string[]; variables: Record<string, { expand: boolean }> }>(
      gitlabJobs,
    )
    assert.not.match(job?.script.join('\n') ?? '', '$[[')
    for (const variable of Object.values(job?.variables ?? {})) assert.is(variable.expand, false)
    const { version, checksum } = ofGitlab
    for (const { default: value = '', regex = '' } of [version ?? {}, checksum ?? {}]) {
      assert.match(value, new RegExp(regex))
      assert.not.match('v1.2.3; id', new RegExp(regex))
    }
  })

  test.run()
}

/** The variables of a template with the values that its places, such as `${{ parameters.NAME }}`, stand for. */
function filled(
  variables: Readonly<Record<string, string>>,
  place: RegExp,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      const [, parameter = ''] = place.exec(value) ?? []
      assert.ok(parameter in values, `${name}: ${value}`)
      return [name, values[parameter] ?? '']
    }),
  )
}

/** A repository that has the script at the tag of the present version. */
function repositoryWithScript(): string {
  const directory = makeFolder()
  mkdirSync(join(directory, 'plugin'))
  cpSync(ci, join(directory, 'plugin/ci'), { recursive: true })
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: directory,
    })
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'script')
  git('tag', tag)
  return directory
}
