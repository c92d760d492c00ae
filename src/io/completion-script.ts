import { access, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { OutputError } from './output.ts'
import { isSystemError, reasonOf } from './place.ts'
import type { ProgramContext } from '../program/run-program.ts'

const NAME = 'kubectl_complete-acr'
const PLUGINS = ['kubectl-acr', 'kubectl-acr.exe', 'kubectl-acr.cmd']

/** The program that kubectl asks for completions, `NAME` on PATH. Krew installs one program for a plugin, so not this one. */
export function completionScript(platform: string): string {
  const lines = [
    'kubectl runs this to complete "kubectl acr", in a shell that completes kubectl',
    '(kubectl completion --help). It has to be on PATH, under the name',
    `${scriptName(platform)}; "kubectl acr completion --install" puts it beside kubectl-acr.`,
  ]
  if (platform === 'win32')
    return ['@echo off', ...lines.map(line => `rem ${line}`), 'kubectl-acr __complete %*', ''].join('\r\n')
  const comment = lines.map(line => `# ${line}`)
  return ['#!/usr/bin/env sh', ...comment, 'exec kubectl-acr __complete "$@"', ''].join('\n')
}

/** Puts the script into a folder, or where the plugin is on PATH, and gives its path. Throws OutputError. */
export async function installScript(
  folder: string | undefined,
  platform: string,
  { cwd, env }: Pick<ProgramContext, 'cwd' | 'env'>,
): Promise<string> {
  const target =
    folder === undefined ? await pluginFolder(env['PATH'] ?? env['Path'] ?? '') : resolve(cwd, folder)
  if (target === undefined)
    throw new OutputError('kubectl-acr is not on PATH', 'name a folder that is: --install=DIR')
  const path = join(target, scriptName(platform))
  const script = completionScript(platform)
  try {
    await writeFile(path, script, { flag: 'wx', mode: 0o755 })
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (!isSystemError(error, 'EEXIST'))
      throw new OutputError(`${path}: cannot be written: ${reasonOf(error)}`, 'name a folder: --install=DIR')
    if ((await readFile(path, 'utf8')) !== script)
      throw new OutputError(`${path}: is there already, from elsewhere`, 'remove it to have this one')
  }
  return path
}

function scriptName(platform: string): string {
  return platform === 'win32' ? `${NAME}.cmd` : NAME
}

async function pluginFolder(searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter).filter(Boolean))
    for (const name of PLUGINS) {
      const isHere = await access(join(folder, name)).then(
        () => true,
        () => false,
      )
      if (isHere) return folder
    }
  return undefined
}
