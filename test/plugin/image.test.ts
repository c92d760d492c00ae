import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { makeFolder } from '../folder.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { pluginCommand, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: contoso.azurecr.io/web:1 }
`

const archive = process.env['KUBECTL_ACR_ARCHIVE'] ?? ''
const here = `_linux_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`
const plugin = fileURLToPath(new URL('../../plugin/', import.meta.url))

/** Copies a program, and the libraries that it is linked with, to where they are in the root of a base. */
function plant(program: string, base: string, as = program): void {
  const libraries = String(execFileSync('ldd', [program])).match(/\/\S+/g) ?? []
  for (const [from, to] of [[program, as], ...libraries.map(path => [path, path])]) {
    mkdirSync(join(base, dirname(to ?? '')), { recursive: true })
    copyFileSync(from ?? '', join(base, to ?? ''))
  }
}

if (!archive.endsWith(here))
  skipPart(`the images (KUBECTL_ACR_ARCHIVE names no archive for this machine, *${here})`)
else if (process.getuid?.() !== 0) skipPart('the images (buildah builds them without a daemon only for root)')
else if (findProgram('buildah', 'the images') !== undefined) {
  // No base is fetched: each is made of what is on this machine.
  const context = makeFolder()
  const images = makeFolder()
  copyFileSync(archive, join(context, basename(archive)))
  const storage = [
    '--storage-driver',
    'vfs',
    '--root',
    join(images, 'root'),
    '--runroot',
    join(images, 'run'),
  ]
  const buildah = (...args: readonly string[]): Promise<Ended> =>
    runProgram('buildah', [...storage, ...args], POD, process.env)

  async function mustBuildah(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await buildah(...args)
    assert.is(code, 0, stderr)
    return stdout
  }

  async function build(
    image: string,
    dockerfile: string,
    values: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const args = Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
    await mustBuildah('bud', '--isolation', 'chroot', ...args, '-t', image, '-f', dockerfile, context)
  }

  /** An image of a directory of the context. */
  async function buildBase(image: string, directory: string): Promise<void> {
    const file = join(context, `${directory}.Dockerfile`)
    writeFileSync(file, `FROM scratch\nCOPY ${directory} /\n`)
    await build(image, file)
  }

  async function configOf(image: string) {
    return JSON.parse(await mustBuildah('inspect', '--type', 'image', image)).OCIv1.config
  }

  const test = suite('the image')
  const run = (...args: readonly string[]): Promise<Ended> =>
    buildah('run', '--isolation', 'chroot', 'kubectl-acr', '--', ...args)

  test.before(async () => {
    const [program] = pluginCommand()
    plant(program, join(context, 'base'), '/unused')
    mkdirSync(join(context, 'base/tmp'), { mode: 0o777 })
    await buildBase('localhost/base', 'base')
    const values = { BASE: 'localhost/base', ARCHIVE: basename(archive) }
    await build('localhost/kubectl-acr', join(plugin, 'image/Dockerfile'), values)
    await mustBuildah('from', '--name', 'kubectl-acr', 'localhost/kubectl-acr')
  })

  test('it is the program, which needs nothing but the C library', async () => {
    const { code, stdout, stderr } = await run('kubectl-acr', 'inject')
    assert.is(code, 0, stderr)
    assert.match(stdout, '- name: acr-secret')
  })

  test('it runs as a user who is not root, and begins with the program', async () => {
    const { User, Entrypoint, WorkingDir } = await configOf('localhost/kubectl-acr')
    assert.equal([User, Entrypoint, WorkingDir], ['65532:65532', ['/opt/kubectl-acr/kubectl-acr'], '/work'])
    const refused = await run('kubectl-acr', 'inject', '--report-file', '/opt/kubectl-acr/x')
    assert.is(refused.code, 2)
    assert.match(refused.stderr, 'permission denied')
  })

  test('there is no shell in it, and the licences are', async () => {
    assert.is.not((await run('sh', '-c', 'true')).code, 0)
    const stdout = await mustBuildah('mount', 'kubectl-acr')
    const listed = String(execFileSync('ls', [join(stdout.trim(), 'opt/kubectl-acr')]))
    assert.match(listed, 'LICENSE')
    assert.match(listed, 'THIRD-PARTY-NOTICES')
  })

  test.run()

  const programs = ['bash', 'jq', 'realpath', 'dirname', 'mktemp', 'rm'].map(name =>
    findProgram(name, 'the image for Argo CD'),
  )
  if (programs.every(path => path !== undefined)) {
    const argocd = suite('the image for Argo CD')

    /** Runs a command in the image as argocd-cmp-server does, in a directory of an application. */
    const runPlugin = (parameters: unknown, ...command: readonly string[]): Promise<Ended> => {
      const env = `ARGOCD_APP_PARAMETERS=${JSON.stringify(parameters)}`
      const flags = ['--isolation', 'chroot', '--workingdir', '/app', '--env', env]
      return buildah('run', ...flags, 'argocd', '--', ...command)
    }

    argocd.before(async () => {
      for (const path of programs)
        if (basename(path) !== 'jq') plant(path, join(context, 'argocd'), `/bin/${basename(path)}`)
      const jq = programs.find(path => basename(path) === 'jq') ?? ''
      plant(jq, join(context, 'argocd'), '/unused')
      plant(pluginCommand()[0], join(context, 'argocd'), '/unused')
      plant(jq, join(context, 'jq'), '/jq')
      mkdirSync(join(context, 'argocd/tmp'))
      chmodSync(join(context, 'argocd/tmp'), 0o777)
      mkdirSync(join(context, 'argocd/app'))
      writeFileSync(join(context, 'argocd/app/pod.yaml'), POD)
      writeFileSync(join(context, 'argocd/app/.kubectl-acr.yaml'), 'secret: of-configuration\n')
      const passwd = 'root:x:0:0::/root:/bin/bash\nargocd:x:999:999::/home/argocd:/bin/bash\n'
      mkdirSync(join(context, 'argocd/etc'), { recursive: true })
      writeFileSync(join(context, 'argocd/etc/passwd'), passwd)
      await buildBase('localhost/argocd-base', 'argocd')
      await buildBase('localhost/jq', 'jq')
      for (const file of ['acr-manifests', 'plugin.yaml'])
        copyFileSync(join(plugin, 'argocd', file), join(context, file))
      const values = { ARGOCD: 'localhost/argocd-base', JQ: 'localhost/jq', ARCHIVE: basename(archive) }
      await build('localhost/argocd', join(plugin, 'argocd/Dockerfile'), values)
      await mustBuildah('from', '--name', 'argocd', 'localhost/argocd')
    })

    argocd("it runs what plugin.yaml calls, as Argo CD's user", async () => {
      const { User, Entrypoint } = await configOf('localhost/argocd')
      assert.equal([User, Entrypoint], ['999', ['/var/run/argocd/argocd-cmp-server']])
      const root = (await mustBuildah('mount', 'argocd')).trim()
      const config = parse(readFileSync(join(root, 'home/argocd/cmp-server/config/plugin.yaml'), 'utf8'))
      const { discover, generate } = config.spec
      const found = await runPlugin([], ...discover.find.command)
      assert.is(found.stdout, '/app/.kubectl-acr.yaml\n', found.stderr)
      const plain = await runPlugin([], ...generate.command)
      assert.is(plain.code, 0, plain.stderr)
      assert.match(plain.stdout, '- name: of-configuration')
      const given = await runPlugin([{ name: 'secret', array: ['of-application'] }], ...generate.command)
      assert.is(given.code, 0, given.stderr)
      assert.match(given.stdout, '- name: of-application')
    })

    argocd.run()
  }
}
