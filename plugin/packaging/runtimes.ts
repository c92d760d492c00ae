import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pinned from './runtimes.json' with { type: 'json' }
import type { Platform } from './platforms.ts'
import { readArchive } from './tar.ts'

export const RUNTIME_VERSION = pinned.version
const INTEGRITY: Readonly<Record<string, string>> = pinned.integrity

const cache = fileURLToPath(new URL('../../node_modules/.cache/kubectl-acr', import.meta.url))
const prepared = new Map<string, Promise<string>>()

/**
 * The path of a platform's runtime, with exactly the bytes that `runtimes.json` gives. npm fetches it on first use.
 * The runtimes are not dependencies of the package, because they would add a hundred megabytes to every `npm ci`.
 */
export function runtimeOf(platform: Platform): Promise<string> {
  const known = prepared.get(platform.runtime) ?? prepare(platform)
  prepared.set(platform.runtime, known)
  return known
}

async function prepare({ runtime, os }: Platform): Promise<string> {
  const name = `${runtime.replace('@oven/', '')}-${RUNTIME_VERSION}`
  const program = join(cache, os === 'windows' ? `${name}.exe` : name)
  await mkdir(cache, { recursive: true })
  const tarball = await readTarball(join(cache, `${name}.tgz`), `${runtime}@${RUNTIME_VERSION}`)
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  if (integrity !== INTEGRITY[runtime])
    throw new Error(`${runtime}@${RUNTIME_VERSION}: ${integrity} is not what runtimes.json names`)
  const file = readArchive(tarball).find(({ path }) => /^package\/bin\/bun(?:\.exe)?$/.test(path))
  if (file === undefined) throw new Error(`${runtime}@${RUNTIME_VERSION}: there is no bin/bun in it`)
  await writeFile(`${program}.${process.pid}`, file.bytes, { mode: 0o755 })
  await rename(`${program}.${process.pid}`, program)
  return program
}

async function readTarball(path: string, packageName: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch {
    const fetching = ['pack', packageName, '--silent', `--pack-destination=${cache}`]
    const { stdout } = await promisify(execFile)('npm', fetching)
    await rename(join(cache, basename(stdout.trim())), path)
    return readFile(path)
  }
}
