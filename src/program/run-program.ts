import type { ChildProcess, SpawnOptions } from 'node:child_process'

/** The part of `child_process.spawn` that runProgram uses. */
export type Spawn = (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess

/** The working directory, the environment and `spawn` for a child process. */
export interface ProgramContext {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly spawn: Spawn
}

export interface ProgramRun {
  readonly args: readonly string[]
  /**
   * The text for standard input, or `'terminal'` to inherit this process's standard input. Absent: no standard input.
   */
  readonly stdin?: { readonly text: string } | 'terminal'
  /** Receives standard error while the program runs. Absent: standard error is part of the result. */
  readonly onStderr?: (chunk: Uint8Array) => void
  /** Milliseconds after which the program is killed. Absent: no limit. */
  readonly timeout?: number
  /** Bytes of standard output after which the program is killed. Absent: no limit. */
  readonly maxOutput?: number
}

export type ProgramResult =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly kind: 'signaled'; readonly signal: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-much-output' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-runnable'; readonly code: string }

/**
 * Milliseconds to wait for more output after the program has exited, while another process still holds its standard
 * output open.
 */
const DRAIN = 500
/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE = 1_000

/**
 * Runs a program until it exits. Never rejects: the result says how the run ended. When the promise settles, no timer
 * and no pipe of the run keeps this process alive. A program that exceeds a limit gets SIGTERM, then SIGKILL.
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
      // For example a NUL byte in an argument: spawn throws before it starts a process.
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
          ? { kind: 'signaled', signal: signal ?? '' }
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
    // A background process of the program can hold its standard output open forever. Then `close` never comes.
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
