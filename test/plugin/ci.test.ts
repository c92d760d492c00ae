import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { makeFolder } from '../folder.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { answeringPlugin } from './answering-plugin.ts'
import { runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'
import { archiveIn, localReleases, tag } from './local-releases.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(root + file, 'utf8')

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web } # stays
spec:
  containers:
    - { name: web, image: contoso.azurecr.io/web:1 }
`

/** The variables in which GitHub gives its files, and the inputs of action.yml by the rules of composite actions. */
interface Run extends Ended {
  readonly outputs: Readonly<Record<string, string>>
  readonly path: readonly string[]
  readonly workspace: string
}

const programs = ['bash', 'curl', 'tar'].map(program => findProgram(program, 'the script for CI systems'))
if (process.platform === 'win32') skipPart('the script for CI systems (a release for Windows is not packed)')
else if (!programs.includes(undefined)) {
  const test = suite('the script for CI systems')
  /** What the script runs is answered from here, but for one run of the plugin under test. */
  const plugin = await answeringPlugin()
  const releases = localReleases({ plugin })
  const action = parse(read('action.yml'))

  /** Runs the step of action.yml in a workspace with a Pod. */
  async function run(
    inputs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
    workspace = makeFolder({
      'deploy/pod.yaml': POD,
      'deploy/b.yaml': 'kind: List\napiVersion: v1\nitems: []\n',
    }),
  ): Promise<Run> {
    const [step] = action.runs.steps
    const given: Record<string, string> = {}
    for (const [name, { default: value }] of Object.entries<{ default: string }>(action.inputs))
      given[name] = inputs[name] ?? value
    const variables = Object.entries<string>(step.env).map(([name, value]) => {
      const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value) ?? []
      return [name, given[input] ?? ''] as const
    })
    const home = makeFolder({ output: '', path: '' })
    const ended = await runProgram(
      'bash',
      ['-c', 'cd "$0" && exec "$@"', workspace, 'bash', '-e', '-o', 'pipefail', '-c', step.run],
      '',
      {
        PATH: process.env['PATH'],
        GITHUB_ACTION_PATH: root,
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: join(home, 'output'),
        GITHUB_PATH: join(home, 'path'),
        RUNNER_TEMP: home,
        ACR_RELEASES: releases,
        ...Object.fromEntries(variables),
        ...env,
      },
    )
    const lines = (file: string) => readFileSync(join(home, file), 'utf8').split('\n').filter(Boolean)
    const outputs = Object.fromEntries(lines('output').map(line => line.split(/=(.*)/s).slice(0, 2)))
    return { ...ended, outputs, path: lines('path'), workspace }
  }

  test('manifests are injected, and outputs name the bundle and the counts', async () => {
    const { code, stderr, outputs, workspace } = await run(
      { manifests: 'deploy/', secret: 'my-acr' },
      { ACR_RELEASES: localReleases() },
    )
    assert.is(code, 0, stderr)
    assert.match(stderr, `kubectl-acr ${tag} `)
    const { manifestsBundle = '', resources, injected, present, unplaced, warnings } = outputs
    assert.equal([injected, present, unplaced, warnings], ['1', '0', '0', '0'])
    assert.ok(Number(resources) >= 1)
    assert.ok(manifestsBundle.startsWith(`${workspace}/`), manifestsBundle)
    const text = readFileSync(manifestsBundle, 'utf8')
    assert.match(text, '- name: my-acr')
    assert.match(text, 'metadata: { name: web } # stays')
    assert.match(stderr, 'pod/web: + my-acr for contoso.azurecr.io')
    for (const output of Object.keys(action.outputs)) assert.ok(outputs[output] !== undefined, output)
  })

  test('without manifests, the program is put on PATH and no more', async () => {
    const { code, outputs, path, workspace } = await run({})
    assert.is(code, 0)
    assert.equal(outputs, {})
    const { stdout } = await runProgram(join(path[0] ?? '', 'kubectl-acr'), ['version'])
    assert.match(stdout, /^kubectl-acr v/)
    assert.equal(readdirSync(workspace), ['deploy'])
  })

  test('an archive that is not the one of the checksum is not run', async () => {
    const wrong = await run({ manifests: 'deploy/', checksum: '0'.repeat(64) })
    assert.is(wrong.code, 2)
    assert.match(wrong.stderr, `and must have ${'0'.repeat(64)}: it is not used`)
    assert.equal(wrong.outputs, {})
    const changed = localReleases({ plugin, change: addByte })
    const altered = await run({}, { ACR_RELEASES: changed })
    assert.is(altered.code, 2)
    assert.match(altered.stderr, 'it is not used')
    assert.equal(altered.path, [])
    const right = createHash('sha256')
      .update(readFileSync(archiveIn(fileURLToPath(releases))))
      .digest('hex')
    assert.is((await run({ checksum: right })).code, 0)
  })

  test('a release, a platform and a checksum that there are not are errors', async () => {
    assert.match((await run({ version: 'v99.0.0' })).stderr, 'error: cannot fetch ')
    const unnamed = localReleases({ plugin, change: nameOther })
    assert.match((await run({}, { ACR_RELEASES: unnamed })).stderr, `SHA256SUMS of ${tag} does not name`)
    const bin = makeFolder({ uname: '#!/bin/sh\necho Plan9\n' })
    chmodSync(join(bin, 'uname'), 0o755)
    const { stderr } = await run({}, { PATH: `${bin}:${process.env['PATH']}` })
    assert.match(stderr, 'error: there is no executable for Plan9')
  })

  test('inputs are tested, and none is read by a shell', async () => {
    for (const wrong of ['', 'latest', '../v0.1.0', '0.1', '0.1.0; id', '0.1.0\nid', '$(id)'])
      assert.match(
        (await run({ version: wrong })).stderr,
        'error: version: must be one such as v0.1.0',
        wrong,
      )
    for (const wrong of ['abc', `${'0'.repeat(64)}\nx`])
      assert.match((await run({ checksum: wrong })).stderr, 'error: checksum: must be 64 hexadecimal')
    assert.match((await run({ strict: 'yes' })).stderr, 'error: strict: must be true or false, not "yes"')
    assert.match((await run({}, { ACR_RELEASES: 'http://localhost' })).stderr, 'must begin with https://')
    const mark = join(makeFolder(), 'mark')
    const lines = [`-x --in-place`, `$(touch ${mark})`, `x"; touch ${mark}; "`, `\`touch ${mark}\``].join(
      '\n',
    )
    const files = await run({ manifests: lines })
    assert.is(files.code, 2)
    assert.match(files.stderr, 'error: -x --in-place:')
    const secrets = await run({ manifests: 'deploy', secret: lines })
    assert.is(secrets.code, 2)
    assert.match(secrets.stderr, 'error: --secret')
    assert.not(existsSync(mark))
  })

  test('manifests that cannot be used fail the step, and leave no bundle', async () => {
    const workspace = makeFolder({ 'a.yaml': 'a: [contoso.azurecr.io\n' })
    const { code, stderr, outputs } = await run({ manifests: 'a.yaml' }, {}, workspace)
    assert.is(code, 2)
    assert.match(stderr, 'error: a.yaml:')
    assert.is(outputs['manifestsBundle'], undefined)
    assert.equal(readdirSync(workspace), ['a.yaml'])
  })

  test('several manifests and secrets are lines', async () => {
    const workspace = makeFolder({ 'a b.yaml': POD, 'c.yaml': POD.replace('contoso', 'fabrikam') })
    const { code, stderr, outputs } = await run(
      { manifests: 'a b.yaml\r\n\n  \nc.yaml\n', secret: 'fabrikam.azurecr.io=other\nmine', strict: 'true' },
      {},
      workspace,
    )
    assert.is(code, 0, stderr)
    assert.is(outputs['injected'], '2')
    const text = readFileSync(outputs['manifestsBundle'] ?? '', 'utf8')
    assert.match(text, 'name: mine')
    assert.match(text, 'name: other')
  })

  test('an image without a place for a pull secret fails the step if it is strict', async () => {
    const unknown =
      'apiVersion: example.com/v1\nkind: Odd\nmetadata: { name: a }\nimage: contoso.azurecr.io/web:1\n'
    const workspace = makeFolder({ 'odd.yaml': unknown })
    const lenient = await run({ manifests: 'odd.yaml' }, {}, workspace)
    assert.equal([lenient.code, lenient.outputs['unplaced']], [0, '1'], lenient.stderr)
    const strict = await run({ manifests: 'odd.yaml', strict: 'true' }, {}, workspace)
    assert.is.not(strict.code, 0)
  })

  test('Azure Pipelines and GitLab CI get their outputs in their own ways', async () => {
    const alone = { GITHUB_OUTPUT: '', GITHUB_PATH: '', GITHUB_WORKSPACE: '', RUNNER_TEMP: '' }
    const workspace = makeFolder({ 'pod.yaml': POD })
    const azure = {
      ...alone,
      TF_BUILD: 'True',
      AGENT_TEMPDIRECTORY: makeFolder(),
      SYSTEM_DEFAULTWORKINGDIRECTORY: workspace,
    }
    const { stdout } = await run({ manifests: 'pod.yaml' }, azure, workspace)
    assert.match(stdout, /^##vso\[task\.prependpath\]\/.*\/bin$/m)
    assert.match(stdout, '##vso[task.setvariable variable=injected;isOutput=true]1\n')
    const [, bundle = ''] = /variable=manifestsBundle;isOutput=true\](.*)\n/.exec(stdout) ?? []
    assert.match(readFileSync(bundle, 'utf8'), '- name: acr-secret')
    const gitlab = { ...alone, GITLAB_CI: 'true', CI_PROJECT_DIR: workspace, TMPDIR: makeFolder() }
    assert.is((await run({ manifests: 'pod.yaml' }, gitlab, workspace)).code, 0)
    const env = readFileSync(join(workspace, 'kubectl-acr.env'), 'utf8')
    assert.match(env, /^injected=1$/m)
    assert.match(env, /^manifestsBundle=kubectl-acr\.\w+\/manifests\.yaml$/m) // another job has another directory
  })

  test('the action takes its own release, and gives what it is given only as variables', () => {
    assert.is(action.inputs.version.default, tag)
    const [step, ...others] = action.runs.steps
    assert.equal(others, [])
    assert.not.match(step.run, '${{')
    const inputs = Object.values<string>(step.env).map(value => /inputs\.(\w+)/.exec(value)?.[1] ?? '')
    assert.equal(inputs.toSorted(), Object.keys(action.inputs).toSorted())
    for (const [name, { value }] of Object.entries<{ value: string }>(action.outputs))
      assert.is(value, `\${{ steps.${step.id}.outputs.${name} }}`)
  })

  test.run()
}

function addByte(archive: string): void {
  writeFileSync(archive, Buffer.concat([readFileSync(archive), Buffer.of(0)]))
}

function nameOther(_: string, sums: string): void {
  writeFileSync(sums, `${'0'.repeat(64)}  other.tar.gz\n`)
}
