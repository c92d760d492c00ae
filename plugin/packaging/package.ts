/**
 * `npm run package [-- PLATFORM...]` creates the files of a release in `plugin/packages`: an archive and a Helm plugin
 * for each platform, or for those named (`linux/amd64`), the bill of materials, the manifest for Krew if no platform
 * is missing, and the checksums.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { packagesNamedIn } from '../notices.ts'
import { unwrapped } from '../wrapper.ts'
import { compile } from './executable.ts'
import { helmPlugin, helmPluginName } from './helm-plugin.ts'
import { checksum, releasedManifest } from './krew-manifest.ts'
import type { Released } from './krew-manifest.ts'
import { archiveProblems, manifestProblems } from './krew-rules.ts'
import { PLATFORMS, archiveName, executableName, platformName } from './platforms.ts'
import type { Platform } from './platforms.ts'
import { billOfMaterials } from './sbom.ts'
import { readArchive, writeArchive } from './tar.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const packages = fileURLToPath(new URL('../packages', import.meta.url))
const read = (path: string): Promise<Buffer> => readFile(join(root, path))
const { version } = JSON.parse(String(await read('package.json')))

const names = process.argv.slice(2)
const platforms = PLATFORMS.filter(one => names.length === 0 || names.includes(platformName(one)))
const unknown = names.filter(name => !PLATFORMS.some(one => platformName(one) === name))
if (unknown.length > 0)
  throw new Error(`${unknown.join(', ')}: not among ${PLATFORMS.map(platformName).join(', ')}`)

const work = await mkdtemp(join(tmpdir(), 'kubectl-acr-packaging-'))
try {
  const bundle = join(work, 'bundle')
  execFileSync(process.execPath, ['--import', 'tsx', 'plugin/build.ts', bundle], {
    cwd: root,
    stdio: 'inherit',
  })
  for (const name of await readdir(bundle)) {
    if (!name.endsWith('.cjs')) continue
    const file = join(bundle, name)
    await writeFile(file, unwrapped(String(await readFile(file))))
  }
  await rm(packages, { recursive: true, force: true })
  await mkdir(packages, { recursive: true })

  const bundled = String(await readFile(join(bundle, 'THIRD-PARTY-NOTICES')))
  const notices = await withRuntime(bundled)
  const released = await Promise.all(platforms.map(platform => release(platform, bundle, notices)))
  const bill = await billOfMaterials(join(work, 'kubectl-acr'), root, packagesNamedIn(bundled))
  const files: [name: string, content: Uint8Array | string][] = [
    ...released.flatMap(
      one =>
        [
          [archiveName(one, version), one.archive],
          [helmPluginName(one, version), one.helmPlugin],
        ] satisfies [string, Uint8Array][],
    ),
    [`kubectl-acr_v${version}.cdx.json`, bill],
  ]
  if (platforms.length === PLATFORMS.length) {
    const manifest = releasedManifest(String(await read('krew.yaml')), version, released)
    refuse('acr.yaml', manifestProblems(parse(manifest), 'acr'))
    files.push(['acr.yaml', manifest])
  }
  const sums = files.map(([name, content]) => `${checksum(Buffer.from(content))}  ${name}\n`)
  for (const [name, content] of [...files, ['SHA256SUMS', sums.join('')] as const])
    await writeFile(join(packages, name), content)
  process.stdout.write(sums.join(''))
} finally {
  await rm(work, { recursive: true, force: true })
}

/**
 * Creates the archives of one platform. Each platform has its own folder, because most executables have the same name.
 */
async function release(
  platform: Platform,
  bundle: string,
  notices: string,
): Promise<Released & { readonly helmPlugin: Uint8Array }> {
  const folder = join(work, `${platform.os}-${platform.arch}`)
  await cp(bundle, folder, { recursive: true })
  const executable = await readFile(await compile(folder, platform))
  const program = { path: executableName(platform), mode: 0o755, bytes: executable }
  const terms = [text('LICENSE', await read('LICENSE')), text('THIRD-PARTY-NOTICES', Buffer.from(notices))]
  const shown = await Promise.all(
    ['README.md', 'kubectl-acr.schema.json'].map(async name => text(name, await read(name))),
  )
  const archive = await writeArchive([...shown, ...terms, program])
  const manifest = helmPlugin(String(await read('plugin/helm/plugin.yaml')), version)
  const directory = helmPluginName(platform, version).replace(/\.tgz$/, '')
  const helm = await writeArchive(
    [text('plugin.yaml', Buffer.from(manifest)), ...terms, program].map(entry => ({
      ...entry,
      path: `${directory}/${entry.path}`,
    })),
  )
  refuse(archiveName(platform, version), archiveProblems(readArchive(archive), executableName(platform)))
  return { os: platform.os, arch: platform.arch, archive, helmPlugin: helm }
}

function refuse(name: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`)
}

function text(path: string, bytes: Uint8Array) {
  return { path, mode: 0o644, bytes }
}

/** The notices of the bundle, followed by those of the runtime and of the libraries linked into it. */
async function withRuntime(bundled: string): Promise<string> {
  const texts = ['bun.md', 'MIT.txt', 'LGPL-2.0.txt', 'LGPL-2.1.txt'].map(name =>
    read(`plugin/licenses/${name}`),
  )
  return [bundled, ...(await Promise.all(texts))].map(String).join(`\n${'-'.repeat(80)}\n\n`)
}
