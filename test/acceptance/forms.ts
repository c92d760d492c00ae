import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolder } from '../folder.ts'
import { installArchive } from '../plugin/installed-archive.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The program as a user has it. */
export interface Form {
  readonly name: string
  /** What stands in front on PATH. */
  readonly path: readonly string[]
}

/** Packs the package and installs it, without a network, into a prefix of its own. */
export function installPackage(): Form {
  const packed = makeFolder()
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packed], { cwd: root })
  const [tarball = ''] = readdirSync(packed)
  const prefix = makeFolder()
  const flags = ['--global', '--offline', '--no-audit', '--no-fund', `--prefix=${prefix}`]
  const said = execFileSync('npm', ['install', ...flags, join(packed, tarball)], { encoding: 'utf8' })
  if (said.includes('warn')) throw new Error(said)
  return { name: 'npm package', path: [join(prefix, 'bin'), dirname(process.execPath)] }
}

/** The executable in an archive of a release. */
export function unpackArchive(path: string): Form {
  return { name: 'executable', path: [installArchive(path).bin] }
}

/** The installed package, run by another version of Node.js for Linux, which npm has. */
export function withNode({ path: [bin = ''] }: Form, version: string): Form {
  const folder = fetchNode(`node-linux-${process.arch}@${version}`)
  return { name: `npm package with Node.js ${version}`, path: [bin, join(folder, 'bin')] }
}

/** Unpacks a version of Node.js, a package of npm, into a folder that stays until `node_modules` goes. */
export function fetchNode(name: string): string {
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
