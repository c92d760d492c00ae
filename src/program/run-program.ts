import type { ChildProcess, SpawnOptions } from 'node:child_process'

/** `child_process.spawn`, as far as it is used. */
export type Spawn = (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess

/** What a program that is run gets from the one that runs it. */
export interface ProgramContext {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly spawn: Spawn
}

export interface ProgramRun {
  readonly args: readonly string[]
  /** Its whole standard input; `'terminal'` gives it this process's own. By default it has none. */
  readonly stdin?: { readonly text: string } | 'terminal'
  /** Is given standard error as it comes. By default it is kept for the result. */
  readonly onStderr?: (chunk: Uint8Array) => void
  /** Milliseconds until the program is ended. By default it may take any time. */
  readonly timeout?: number
  /** Bytes of standard output at which the program is ended. By default there may be any number. */
  readonly maxOutput?: number
}

export type ProgramResult =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-much-output' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-runnable'; readonly code: string }

/** Milliseconds without output after its exit, when another process still holds the program's standard output. */
const DRAIN = 500
/** Milliseconds between the signal that a program can catch and the one that it cannot. */
const GRACE = 1_000

/**
 * Runs a program to its end. The result says what became of it, and nothing is thrown. When the promise settles, no timer
 * and no pipe of the run is left that could keep this process alive. A program that is ended early gets SIGTERM, then
 * SIGKILL.
 */
export function runProgram(
  program: string,
  run: ProgramRun,
  context: ProgramContext,
): Promise<ProgramResult> {
  return new Promise(resolve => {
    const stdin = run.stdin === 'terminal' ? 'inherit' : run.stdin === undefined ? 'ignore' : 'pipe'
    let child: ChildProcess
    try {
      child = context.spawn(program, run.args, {
        cwd: context.cwd,
        env: { ...context.env },
        stdio: [stdin, 'pipe', 'pipe'],
      })
    } catch (error) {
      // Such as a NUL byte in an argument, which spawn refuses before it tries.
      return resolve(failureOf(error))
    }
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let size = 0
    let timer: NodeJS.Timeout | undefined

    const settle = (result: ProgramResult): void => {
      clearTimeout(timer)
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
      child.unref()
      resolve(result)
    }
    const end = (result: ProgramResult): void => {
      child.kill()
      setTimeout(() => child.kill('SIGKILL'), GRACE).unref()
      settle(result)
    }
    const settleExited = (code: number | null, signal: string | null): void =>
      settle(
        code === null
          ? { kind: 'signalled', signal: signal ?? '' }
          : { kind: 'exited', code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) },
      )

    if (run.timeout !== undefined) timer = setTimeout(() => end({ kind: 'timed-out' }), run.timeout)
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (run.maxOutput !== undefined && size > run.maxOutput) end({ kind: 'too-much-output' })
      else stdout.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) =>
      run.onStderr === undefined ? stderr.push(chunk) : run.onStderr(chunk),
    )
    child.on('error', error => settle(failureOf(error)))
    child.on('close', settleExited)
    // A process that the program leaves behind can hold its output open for ever; then `close` does not come.
    child.on('exit', (code, signal) => {
      const wait = (): void => {
        clearTimeout(timer)
        timer = setTimeout(() => settleExited(code, signal), DRAIN)
      }
      wait()
      child.stdout?.on('data', wait)
      child.stderr?.on('data', wait)
    })
    if (typeof run.stdin === 'object') {
      // A program that does not read its input is no error.
      child.stdin?.on('error', () => {})
      child.stdin?.end(run.stdin.text)
    }
  })
}

function failureOf(error: unknown): ProgramResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return code === 'ENOENT' ? { kind: 'not-found' } : { kind: 'not-runnable', code }
}
