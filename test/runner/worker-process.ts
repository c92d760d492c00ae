import { fork } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { compiledPath } from './compiled-path.ts'
import type { RunOptions } from './options.ts'
import type { FileResult } from './run-file.ts'

/** `end`: the worker closes the channel. Were it its parent who does so, Node would not emit `close`. */
export type Request = { readonly kind: 'run'; readonly file: string } | { readonly kind: 'end' }

/** What the worker writes to both its outputs behind each file, since messages may overtake output. */
export const END_OF_OUTPUT = '\0end of output\0'

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
  const child = fork(compiledPath(fileURLToPath(new URL('worker.ts', import.meta.url))), args, {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const outputs = [child.stdout, child.stderr].flatMap(stream => (stream === null ? [] : [gather(stream)]))
  const ended = new Promise<string>(resolve => {
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
    child.once('error', error => resolve(error.message))
  })
  const stop = (): NodeJS.Timeout => {
    child.kill('SIGTERM')
    return setTimeout(() => child.kill('SIGKILL'), grace)
  }

  return {
    async run(file) {
      let [isLate, killing]: [boolean, NodeJS.Timeout | undefined] = [false, undefined]
      const timer = setTimeout(() => {
        isLate = true
        killing = stop()
      }, timeout)
      const result = new Promise<FileResult>(resolve => child.once('message', resolve))
      child.send({ kind: 'run', file } satisfies Request, () => {}) // where that fails, the process has ended
      const texts = Promise.all(outputs.map(output => output.next()))
      const first = await Promise.race([Promise.all([result, texts]), ended])
      clearTimeout(timer)
      clearTimeout(killing)
      if (typeof first !== 'string') return { kind: 'done', output: first[1].join(''), result: first[0] }
      const output = outputs.map(one => one.rest()).join('')
      return {
        kind: 'lost',
        output,
        why: isLate
          ? `no end within ${timeout / 1000} s`
          : `its process ended (${first}) before its tests did`,
      }
    },

    async end() {
      child.send({ kind: 'end' } satisfies Request, () => {})
      let killing: NodeJS.Timeout | undefined
      const timer = setTimeout(() => (killing = stop()), grace)
      await ended
      clearTimeout(timer)
      clearTimeout(killing)
      return killing === undefined
        ? undefined
        : outputs
            .map(one => one.rest())
            .join(' ')
            .trim()
    },
  }
}

interface Output {
  /** What is written up to the next END_OF_OUTPUT. */
  next(): Promise<string>
  /** What was written behind the last one. */
  rest(): string
}

function gather(stream: Readable): Output {
  let [text, found]: [string, (text: string) => void] = ['', () => {}]
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
    const end = text.indexOf(END_OF_OUTPUT)
    if (end < 0) return
    const whole = text.slice(0, end)
    text = text.slice(end + END_OF_OUTPUT.length)
    found(whole)
  })
  return { next: () => new Promise(resolve => (found = resolve)), rest: () => text }
}
