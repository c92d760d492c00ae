import { constants } from 'node:fs'
import { access, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'
import { OutputError } from './output.ts'
import { isSystemError, reasonOf } from './input.ts'
import type { ProgramContext } from '../program/run-program.ts'

const NAME = 'kubectl_complete-acr'
const PLUGINS = ['kubectl-acr', 'kubectl-acr.exe', 'kubectl-acr.cmd']

/** The program that kubectl asks for completions, `NAME` on PATH. Krew installs one program for a plugin, so not this one. */
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
 * Puts the script into a directory, or where the plugin is on PATH, and gives its path; where Krew would not bear it there,
 * into another directory of PATH in the user's home. Throws OutputError.
 */
export async function installScript(
  folder: string | undefined,
  platform: string,
  { cwd, env }: Pick<ProgramContext, 'cwd' | 'env'>,
): Promise<string> {
  const target = folder === undefined ? await folderOnPath(env) : resolve(cwd, folder)
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

/** Where the plugin is on PATH, or a directory of PATH in the user's home. Throws OutputError where neither can be had. */
async function folderOnPath(env: ProgramContext['env']): Promise<string> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  const own = await firstOf(folders, isPluginHere)
  if (own === undefined)
    throw new OutputError('kubectl-acr is not on PATH', 'name a directory that is: --install=DIR')
  if (!(await breaksKrew(own))) return own
  const home = env['HOME'] ?? env['USERPROFILE'] ?? ''
  const other = await firstOf(
    folders.filter(folder => home !== '' && !relative(home, folder).startsWith('..') && folder !== own),
    async folder => (await canBeWritten(folder)) && !(await breaksKrew(folder)),
  )
  if (other === undefined) throw krewError(own)
  return other
}

function isPluginHere(folder: string): Promise<boolean> {
  return firstOf(PLUGINS, name => isThere(join(folder, name))).then(name => name !== undefined)
}

/**
 * Whether a directory is Krew's `bin` and a file of others in it makes Krew fail: while Krew knows of no plugin, which it does
 * once the last one is uninstalled, it takes any file there for the layout of an older Krew, and every command ends with
 * "krew home outdated" (krew `internal/receiptsmigration`). With a receipt of Krew itself there is always one.
 */
async function breaksKrew(folder: string): Promise<boolean> {
  if (basename(folder) !== 'bin') return false
  const home = dirname(folder)
  try {
    await readdir(join(home, 'store'))
    return !(await readdir(join(home, 'receipts'))).includes('krew.yaml')
  } catch {
    return false
  }
}

function krewError(folder: string): OutputError {
  const what = `${folder}: belongs to a Krew that was not installed with Krew; after its last plugin is uninstalled, every krew command would end with "krew home outdated"`
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

function canBeWritten(folder: string): Promise<boolean> {
  return isThere(folder, constants.W_OK)
}
