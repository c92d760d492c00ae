import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
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
if (!archive.endsWith(here))
  skipPart(`the image (KUBECTL_ACR_ARCHIVE names no archive for this machine, *${here})`)
else if (process.getuid?.() !== 0) skipPart('the image (buildah builds it without a daemon only for root)')
else if (findProgram('buildah', 'the image') !== undefined) {
  const test = suite('the image')
  const context = makeFolder()
  const images = makeFolder()
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

  const run = (...args: readonly string[]): Promise<Ended> =>
    buildah('run', '--isolation', 'chroot', 'kubectl-acr', '--', ...args)

  test.before(async () => {
    // Its base is not fetched: one is made of the C library of this machine, which is what the program needs of it.
    const [program] = pluginCommand()
    const libraries = String(execFileSync('ldd', [program])).match(/\/\S+/g) ?? []
    for (const library of libraries) {
      mkdirSync(join(context, 'base', dirname(library)), { recursive: true })
      copyFileSync(library, join(context, 'base', library))
    }
    mkdirSync(join(context, 'base/tmp'), { mode: 0o777 })
    writeFileSync(join(context, 'Base'), 'FROM scratch\nCOPY base /\n')
    copyFileSync(archive, join(context, basename(archive)))
    const dockerfile = fileURLToPath(new URL('../../plugin/image/Dockerfile', import.meta.url))
    const build = (...args: readonly string[]) => buildah('bud', '--isolation', 'chroot', ...args, context)
    const base = await build('-t', 'localhost/base', '-f', join(context, 'Base'))
    assert.is(base.code, 0, base.stderr)
    const values = ['BASE=localhost/base', `ARCHIVE=${basename(archive)}`]
    const args = values.flatMap(value => ['--build-arg', value])
    const image = await build(...args, '-t', 'localhost/kubectl-acr', '-f', dockerfile)
    assert.is(image.code, 0, image.stderr)
    const container = await buildah('from', '--name', 'kubectl-acr', 'localhost/kubectl-acr')
    assert.is(container.code, 0, container.stderr)
  })

  test('it is the program, which needs nothing but the C library', async () => {
    const { code, stdout, stderr } = await run('kubectl-acr', 'inject')
    assert.is(code, 0, stderr)
    assert.match(stdout, '- name: acr-secret')
  })

  test('it runs as a user who is not root, and begins with the program', async () => {
    const { stdout } = await buildah('inspect', '--type', 'image', 'localhost/kubectl-acr')
    const { User, Entrypoint, WorkingDir } = JSON.parse(stdout).OCIv1.config
    assert.equal([User, Entrypoint, WorkingDir], ['65532:65532', ['/opt/kubectl-acr/kubectl-acr'], '/work'])
    const refused = await run('kubectl-acr', 'inject', '--report-file', '/opt/kubectl-acr/x')
    assert.is(refused.code, 2)
    assert.match(refused.stderr, 'permission denied')
  })

  test('there is no shell in it, and the licences are', async () => {
    assert.is.not((await run('sh', '-c', 'true')).code, 0)
    const { stdout } = await buildah('mount', 'kubectl-acr')
    const listed = String(execFileSync('ls', [join(stdout.trim(), 'opt/kubectl-acr')]))
    assert.match(listed, 'LICENSE')
    assert.match(listed, 'THIRD-PARTY-NOTICES')
  })

  test.run()
}
