import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { makeFolder } from '../folder.ts'
import { installArchive } from './installed-archive.ts'
import { copyLaunchers, keptBundle } from './kept-bundle.ts'

const archive = process.env['KUBECTL_ACR_ARCHIVE']
let built: string | undefined
let installed: string | undefined

/** Whether the plugin under test is the bundle for Node.js, and not an executable. */
export const isBundle = archive === undefined

/**
 * Whether tests of what surrounds the plugin may have it answered from the sources, without a start of Node.js. START_BUNDLE is
 * set where the bundle itself has to answer, as in `.ci/run`.
 */
export const isAnsweredFromSources = isBundle && process.env['START_BUNDLE'] === undefined

/**
 * A folder for PATH with the plugin under test: the bundle, or the executable in the archive that KUBECTL_ACR_ARCHIVE
 * names, so that everything that is run as a program can be tried with each.
 */
export function builtPlugin(): string {
  if (archive === undefined) return builtBundle()
  installed ??= installArchive(archive).bin
  return installed
}

/** The program and the first arguments that run the plugin under test. */
export function pluginCommand(): readonly [program: string, ...args: string[]] {
  const program = join(builtPlugin(), 'kubectl-acr')
  return isBundle ? [process.execPath, program] : [program]
}

/**
 * A folder with the launchers, beside the bundle of the present source, as the npm package holds them. It is away from
 * `plugin/dist`, so that the tests need no build before them and never run an old one.
 */
export function builtBundle(): string {
  built ??= join(keptBundle(), 'plugin/bin')
  return built
}

/** The launchers alone, as in a fresh clone. */
export function unbuiltPlugin(): string {
  const folder = makeFolder()
  copyLaunchers(folder)
  return join(folder, 'plugin/bin')
}

/** Runs the plugin under test. */
export function runPlugin(args: readonly string[], input = ''): Promise<Ended> {
  const [program, ...first] = pluginCommand()
  return runProgram(program, [...first, ...args], input)
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program, or a shell's command line where `args` is absent; unless told otherwise, with the plugin on PATH. */
export function runProgram(
  program: string,
  args?: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = { ...process.env, PATH: builtPlugin() + delimiter + (process.env['PATH'] ?? '') },
): Promise<Ended> {
  const options = { env: { SHLVL: process.env['SHLVL'], ...env } } // so that bash reads no ~/.bashrc
  const child =
    args === undefined
      ? spawn('bash', ['-c', `set -o pipefail; ${program}`], options)
      : spawn(program, args, options)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => {}) // it may end without reading
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}
