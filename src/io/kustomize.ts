import { runProgram } from '../program/run-program.ts'
import type { ProgramContext, ProgramResult } from '../program/run-program.ts'
import { shellWord } from '../text/shell-word.ts'
import { InputError } from './input.ts'

/**
 * What `kustomize build` makes of a directory, or the kustomize within kubectl where there is no other. `flags`: what it gets
 * besides.
 */
export async function buildKustomization(
  folder: string,
  context: ProgramContext,
  flags: readonly string[] = [],
): Promise<Uint8Array> {
  const { env } = context
  // kubectl tells a plugin its own path since 1.37; KUBECTL is the older custom.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const output =
    (await run(context, 'kustomize', ['build', ...flags, '--', folder])) ??
    (await run(context, kubectl, ['kustomize', ...flags, '--', folder]))
  if (output === undefined)
    throw new InputError(
      'neither kustomize nor kubectl is on PATH',
      'install one of them, or pipe the built manifests in',
    )
  return output
}

/** What kustomize says where it lacks a flag, as seen within kubectl 1.27 to 1.33. */
const MISSING_FLAGS: readonly (readonly [flag: string, complaint: RegExp])[] = [
  ['--enable-helm', /must specify --enable-helm/],
  ['--load-restrictor LoadRestrictionsNone', /security; file .* is not in or below/],
  ['--enable-alpha-plugins', /external plugins disabled/],
]

/** Standard output; `undefined` where the program does not exist. Throws InputError with standard error if it fails. */
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
  if (result.kind === 'signalled') return `exited with ${result.signal}`
  return 'cannot be run'
}

/** Without `error:`, and without what klog, in which some kubectl speaks, puts around it. */
function plainMessage(text: string): string {
  const [, quoted] = /^[EF]\d{4} .*\] "command failed" err=("(?:[^"\\]|\\.)*")$/m.exec(text) ?? []
  const message: unknown = quoted === undefined ? text : JSON.parse(quoted)
  return String(message)
    .trim()
    .replace(/^error: /i, '')
}
