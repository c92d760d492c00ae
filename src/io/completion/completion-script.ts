import { constants } from 'node:fs'
import { access, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'
import { OutputError } from '../output/output.ts'
import { isSystemError, reasonOf } from '../input.ts'
import type { ProgramContext } from '../../program/run-program.ts'

const NAME = 'kubectl_complete-acr'
const PLUGINS = ['kubectl-acr', 'kubectl-acr.exe', 'kubectl-acr.cmd']

/**
 * The script that kubectl runs for completions: `NAME` on PATH. Krew installs one program for a plugin, so it does not
 * install this one.
 */
export function completionScript(platform: string): string {
  const lines = [
    'kubectl runs this to complete "kubectl acr", in a shell that completes kubectl',
    '(kubectl completion --help). It has to be on PATH, under the name',
    `${scriptName(platform)}; "kubectl acr completion --install" puts it there.`,
  ]
  if (platform === 'win32')
    return ['@echo off', ...lines.map(line => `rem ${line}`), 'kubectl-acr __complete %*', ''].join('\r\n')
  const comment = lines.map(line => `# ${line}`)
  return ['#!/usr/bin/env sh', ...comment, 'exec kubectl-acr __complete "$@"', ''].join('\n')
}

/**
 * Writes the script into a directory, or else beside the plugin on PATH, and returns its path. Where the script would
 * break Krew there, another directory of PATH in the user's home is used. Throws OutputError.
 */
export async function installScript(
  directory: string | undefined,
  platform: string,
  { cwd, env }: Pick<ProgramContext, 'cwd' | 'env'>,
): Promise<string> {
  const target = directory === undefined ? await directoryOnPath(env) : resolve(cwd, directory)
  if (await breaksKrew(target)) throw krewError(target)
  const path = join(target, scriptName(platform))
  const script = completionScript(platform)
  try {
    await writeFile(path, script, { flag: 'wx', mode: 0o755 })
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (!isSystemError(error, 'EEXIST'))
      throw new OutputError(
        `${path}: cannot be written: ${reasonOf(error)}`,
        'name a writable directory: --install=DIR',
      )
    if ((await readFile(path, 'utf8')) !== script)
      throw new OutputError(`${path}: already exists with other content`, 'remove it, then try again')
  }
  return path
}

function scriptName(platform: string): string {
  return platform === 'win32' ? `${NAME}.cmd` : NAME
}

/**
 * The directory of the plugin on PATH, or another one of PATH in the user's home. Throws OutputError if neither can
 * be used.
 */
async function directoryOnPath(env: ProgramContext['env']): Promise<string> {
  const directories = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  const own = await firstOf(directories, isPluginHere)
  if (own === undefined)
    throw new OutputError('kubectl-acr is not on PATH', 'name a directory that is: --install=DIR')
  if (!(await breaksKrew(own))) return own
  const home = env['HOME'] ?? env['USERPROFILE'] ?? ''
  const other = await firstOf(
    directories.filter(
      directory => home !== '' && !relative(home, directory).startsWith('..') && directory !== own,
    ),
    async directory => (await canBeWritten(directory)) && !(await breaksKrew(directory)),
  )
  if (other === undefined) throw krewError(own)
  return other
}

function isPluginHere(directory: string): Promise<boolean> {
  return firstOf(PLUGINS, name => isThere(join(directory, name))).then(name => name !== undefined)
}

/**
 * Whether a foreign file in a directory breaks Krew: the directory is Krew's `bin`, and Krew was not installed with
 * Krew. Once its last plugin is uninstalled, Krew takes any file there for the layout of an older Krew, and every
 * command ends with "krew home outdated" (krew `internal/receiptsmigration`). A receipt of Krew itself prevents that.
 */
async function breaksKrew(directory: string): Promise<boolean> {
  if (basename(directory) !== 'bin') return false
  const home = dirname(directory)
  try {
    await readdir(join(home, 'store'))
    return !(await readdir(join(home, 'receipts'))).includes('krew.yaml')
  } catch {
    return false
  }
}

function krewError(directory: string): OutputError {
  const what = `${directory}: belongs to a Krew that was not installed with Krew; after its last plugin is uninstalled, every krew command would end with "krew home outdated"`
  return new OutputError(what, 'name another directory of PATH: kubectl acr completion --install=DIR')
}

async function firstOf<T>(
  candidates: readonly T[],
  isWanted: (candidate: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const candidate of candidates) if (await isWanted(candidate)) return candidate
  return undefined
}

function isThere(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

function canBeWritten(directory: string): Promise<boolean> {
  return isThere(directory, constants.W_OK)
}
