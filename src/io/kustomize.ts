import { runProgram } from '../program/run-program.ts'
import type { ProgramContext, ProgramResult } from '../program/run-program.ts'
import { InputError } from './input.ts'

/** What `kustomize build` makes of a directory, or the kustomize within kubectl where there is no other. */
export async function buildKustomization(folder: string, context: ProgramContext): Promise<Uint8Array> {
  const { env } = context
  // kubectl tells a plugin its own path since 1.37; KUBECTL is the older custom.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const output =
    (await run(context, 'kustomize', ['build', '--', folder])) ??
    (await run(context, kubectl, ['kustomize', '--', folder]))
  if (output === undefined)
    throw new InputError(
      'neither kustomize nor kubectl is on PATH',
      'install one of them, or pipe the built manifests in',
    )
  return output
}

/** Standard output; `undefined` where the program does not exist. Throws InputError with standard error if it fails. */
async function run(
  context: ProgramContext,
  program: string,
  args: readonly string[],
): Promise<Uint8Array | undefined> {
  const result = await runProgram(program, { args }, context)
  if (result.kind === 'not-found') return undefined
  if (result.kind === 'exited' && result.code === 0) return result.stdout
  const command = [program, ...args.filter(arg => arg !== '--')].join(' ')
  throw new InputError(failureOf(result), `run \`${command}\` to see the error alone`)
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
