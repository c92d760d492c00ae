import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiledPath } from './compiled-path.ts'
import type { RunOptions } from './options.ts'
import type { FileResult } from './run-file.ts'

/** `end`: the worker closes the channel. Were it its parent who does so, Node would not emit `close`. */
export type Request = { readonly kind: 'run'; readonly file: string } | { readonly kind: 'end' }

export type FileRun =
  | { readonly kind: 'done'; readonly output: string; readonly result: FileResult }
  /** The process ended meanwhile. */
  | { readonly kind: 'lost'; readonly output: string; readonly why: string }

export interface Worker {
  /** Runs the tests of one file. Once one is lost, the worker is of no more use. */
  run(file: string): Promise<FileRun>
  /** Lets the process end. Gives what the tests left open, by Node's names, where that keeps it from its end. */
  end(): Promise<string | undefined>
}

/** Starts a process that runs test files. `args` are those of the whole run. */
export function startWorker(args: readonly string[], { timeout, grace }: RunOptions): Worker {
  const output = openOutput()
  const child = fork(compiledPath(fileURLToPath(new URL('worker.ts', import.meta.url))), args, {
    execArgv: [], // not those of this process
    stdio: ['ignore', output.fd, output.fd, 'ipc'],
  })
  const ended = new Promise<string>(resolve => {
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
    child.once('error', error => resolve(error.message))
  })
  /** Its first message; the time limit of a file does not count the start of its process. */
  const ready = new Promise<void>(resolve => child.once('message', () => resolve()))
  const stop = (): NodeJS.Timeout => {
    child.kill('SIGTERM')
    return setTimeout(() => child.kill('SIGKILL'), grace)
  }

  return {
    async run(file) {
      await Promise.race([ready, ended])
      let [isLate, killing]: [boolean, NodeJS.Timeout | undefined] = [false, undefined]
      const timer = setTimeout(() => {
        isLate = true
        killing = stop()
      }, timeout)
      const result = new Promise<FileResult>(resolve => child.once('message', resolve))
      child.send({ kind: 'run', file } satisfies Request, () => {}) // where that fails, the process has ended
      const first = await Promise.race([result, ended])
      clearTimeout(timer)
      clearTimeout(killing)
      if (typeof first !== 'string') return { kind: 'done', output: output.take(), result: first }
      const why = isLate
        ? `no end within ${timeout / 1000} s`
        : `its process ended (${first}) before its tests did`
      return { kind: 'lost', output: output.close(), why }
    },

    async end() {
      child.send({ kind: 'end' } satisfies Request, () => {})
      let killing: NodeJS.Timeout | undefined
      const timer = setTimeout(() => (killing = stop()), grace)
      const how = await ended
      clearTimeout(timer)
      clearTimeout(killing)
      const left = output.close().trim()
      // A signal ends a process that waits, with exit code 1. One that removes thousands of folders just takes its time.
      return killing === undefined || how === 'exit code 0' ? undefined : left
    },
  }
}

interface Output {
  readonly fd: number
  /** What was written since this was asked last. */
  take(): string
  /** The same, for the last time. */
  close(): string
}

/**
 * A file without a name, for both outputs of a worker. Unlike a pipe it has all that was written when a message comes, and
 * wakes nobody for each dot.
 */
function openOutput(): Output {
  const path = join(tmpdir(), `kubectl-acr-tests-${randomUUID()}`)
  const fd = openSync(path, 'wx+', 0o600)
  rmSync(path)
  let taken = 0
  const take = (): string => {
    const bytes = Buffer.alloc(fstatSync(fd).size - taken)
    taken += readSync(fd, bytes, 0, bytes.length, taken)
    return bytes.toString()
  }
  return {
    fd,
    take,
    close() {
      const rest = take()
      closeSync(fd)
      return rest
    },
  }
}
