import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { currentCommit } from '../../plugin/commit.ts'
import { pod } from '../pod.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const kept = join(root, 'node_modules/.cache/kubectl-acr/bundles')
const HOUR = 60 * 60 * 1000
const LONGEST_BUILD = 2 * 60 * 1000

/**
 * The folder of a package with the launchers and the bundle of the present source. Building takes some four seconds of a
 * processor, so all processes share one, and so do runs as long as nothing changes that goes into it. Nobody writes there.
 */
export function keptBundle(): string {
  const folder = join(kept, keyOfSource())
  while (!existsSync(join(folder, 'complete'))) {
    if (lock(folder)) build(folder)
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
  utimesSync(folder, new Date(), new Date())
  const cache = process.env['XDG_CACHE_HOME']
  if (cache !== undefined) cpSync(join(folder, 'code'), cache, { recursive: true })
  return folder
}

/** Copies the launchers into `plugin/bin` of a package, as they are in a fresh clone. */
export function copyLaunchers(folder: string): void {
  mkdirSync(join(folder, 'plugin/bin'), { recursive: true })
  for (const file of ['package.json', 'plugin/bin/package.json', 'plugin/bin/keep-code.js'])
    copyFileSync(join(root, file), join(folder, file))
  for (const program of ['kubectl-acr', 'kubectl_complete-acr']) {
    copyFileSync(join(root, 'plugin/bin', program), join(folder, 'plugin/bin', program))
    chmodSync(join(folder, 'plugin/bin', program), 0o755)
  }
}

/** All that a build reads: the source and how it is bundled, the packages that are installed, the commit. */
function keyOfSource(): string {
  const files = ['src', 'plugin'].flatMap(
    top =>
      readdirSync(join(root, top), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => relative(root, join(entry.parentPath, entry.name)))
        .filter(file => !/^plugin.(?:dist|packages)\b/.test(file)), // what is built there
  )
  const others = [
    'package.json',
    'tsconfig.json',
    'node_modules/.package-lock.json',
    'test/plugin/kept-bundle.ts',
  ]
  const hash = createHash('sha256').update(`${process.version} ${process.execPath} ${currentCommit(root)}`)
  for (const file of [...files.toSorted(), ...others].filter(name => existsSync(join(root, name))))
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 32)
}

/** Whether it is for this process to build. A lock that its process left behind without a bundle is no lock. */
function lock(folder: string): boolean {
  const file = `${folder}.lock`
  mkdirSync(kept, { recursive: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

function isHeld(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > LONGEST_BUILD) return false // its number may be another process's
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return true // also where its process has not written itself yet
  } catch {
    return false
  }
}

function build(folder: string): void {
  try {
    if (existsSync(join(folder, 'complete'))) return // since another process looked and this one has the lock
    removeOld()
    rmSync(folder, { recursive: true, force: true })
    copyLaunchers(folder)
    const script = ['--import', 'tsx', 'plugin/build.ts', join(folder, 'plugin/dist')]
    execFileSync(process.execPath, script, { cwd: root, stdio: 'pipe' })
    // Runs take what V8 compiled, as those of a user do.
    const code = join(folder, 'code')
    mkdirSync(code)
    for (const verb of ['inject', 'check'])
      spawnSync(process.execPath, [join(folder, 'plugin/bin/kubectl-acr'), verb], {
        input: pod,
        env: { ...process.env, XDG_CACHE_HOME: code },
      })
    writeFileSync(join(folder, 'complete'), '')
  } finally {
    rmSync(`${folder}.lock`, { force: true })
  }
}

/** Bundles that nobody has asked for in an hour. */
function removeOld(): void {
  for (const name of readdirSync(kept)) {
    const path = join(kept, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && Date.now() - stat.mtimeMs > HOUR) rmSync(path, { recursive: true, force: true })
  }
}
