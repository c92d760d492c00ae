import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { InputError } from './place.ts'

/** `child_process.spawn`, as far as it is used. */
export type Spawn = (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess

export interface Shell {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly spawn: Spawn
}

/** What `kustomize build` makes of a folder, or the kustomize within kubectl where there is no other. */
export async function buildKustomization(folder: string, shell: Shell): Promise<Uint8Array> {
  const { env } = shell
  // kubectl tells a plugin its own path since 1.37; KUBECTL is the older custom.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const output =
    (await run(shell, 'kustomize', ['build', '--', folder])) ??
    (await run(shell, kubectl, ['kustomize', '--', folder]))
  if (output === undefined)
    throw new InputError('neither kustomize nor kubectl is on PATH', 'install one, or pipe its output in')
  return output
}

/** Standard output; `undefined` where the program does not exist. Throws InputError with standard error if it fails. */
function run(shell: Shell, program: string, args: readonly string[]): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const child = shell.spawn(program, args, {
      cwd: shell.cwd,
      env: { ...shell.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    )
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(output))
      const message = plainMessage(Buffer.concat(errors).toString())
      const command = [program, ...args.filter(arg => arg !== '--')].join(' ')
      return reject(
        new InputError(message || `ended with ${code ?? signal}`, `run \`${command}\` to see it alone`),
      )
    })
  })
}

/** Without `error:`, and without what klog, in which some kubectl speaks, puts around it. */
function plainMessage(text: string): string {
  const [, quoted] = /^[EF]\d{4} .*\] "command failed" err=("(?:[^"\\]|\\.)*")$/m.exec(text) ?? []
  const message: unknown = quoted === undefined ? text : JSON.parse(quoted)
  return String(message)
    .trim()
    .replace(/^error: /i, '')
}
