import { runProgram } from '../../program/run-program.ts'
import type { ProgramContext, ProgramResult } from '../../program/run-program.ts'
import { shellWord } from '../../text/shell-word.ts'
import { InputError } from '../input.ts'

/**
 * Builds a directory with `kustomize build`, or with kubectl's kustomize where kustomize is not installed. `flags` are
 * added to the call. Throws InputError.
 */
export async function buildKustomization(
  directory: string,
  context: ProgramContext,
  flags: readonly string[] = [],
): Promise<Uint8Array> {
  const { env } = context
  // Since version 1.37, kubectl passes its own path to a plugin. KUBECTL is an older custom.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const output =
    (await run(context, 'kustomize', ['build', ...flags, '--', directory])) ??
    (await run(context, kubectl, ['kustomize', ...flags, '--', directory]))
  if (output === undefined)
    throw new InputError(
      'neither kustomize nor kubectl is on PATH',
      'install one of them, or pipe the built manifests in',
    )
  return output
}

/** Messages of kustomize about a missing flag, seen in kubectl 1.27 to 1.33. */
const MISSING_FLAGS: readonly (readonly [flag: string, complaint: RegExp])[] = [
  ['--enable-helm', /must specify --enable-helm/],
  ['--load-restrictor LoadRestrictionsNone', /security; file .* is not in or below/],
  ['--enable-alpha-plugins', /external plugins disabled/],
]

/**
 * Runs a program and returns its standard output; `undefined` if the program does not exist. Throws InputError with
 * its standard error where it fails.
 */
async function run(
  context: ProgramContext,
  program: string,
  args: readonly string[],
): Promise<Uint8Array | undefined> {
  const result = await runProgram(program, { args }, context)
  if (result.kind === 'not-found') return undefined
  if (result.kind === 'exited' && result.code === 0) return result.stdout
  const command = [program, ...args.filter(arg => arg !== '--')].map(shellWord).join(' ')
  const failure = failureOf(result)
  const [flag] = MISSING_FLAGS.find(([, complaint]) => complaint.test(failure)) ?? []
  throw new InputError(
    failure,
    flag === undefined || args.some(arg => arg.split('=')[0] === flag.split(' ')[0])
      ? `run \`${command}\` to see the error alone`
      : `add --kustomize-args '${flag}' if you trust it`,
  )
}

function failureOf(result: ProgramResult): string {
  if (result.kind === 'exited') return plainMessage(result.stderr.toString()) || `exited with ${result.code}`
  if (result.kind === 'signaled') return `exited with ${result.signal}`
  return 'cannot be run'
}

/** The message without `error:`, and without the log prefix that some versions of kubectl print. */
function plainMessage(text: string): string {
  const [, quoted] = /^[EF]\d{4} .*\] "command failed" err=("(?:[^"\\]|\\.)*")$/m.exec(text) ?? []
  const message: unknown = quoted === undefined ? text : JSON.parse(quoted)
  return String(message)
    .trim()
    .replace(/^error: /i, '')
}
