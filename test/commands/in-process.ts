import { spawn } from 'node:child_process'
import { Readable, Writable } from 'node:stream'
import { run } from '../../src/cli.ts'
import type { CommandContext } from '../../src/commands/shared/context.ts'
import { makeFolder } from '../folder.ts'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

export function collector(): [stream: Writable, text: () => string] {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(Buffer.from(chunk)) // whose memory the writer may use again
      done()
    },
  })
  return [stream, () => Buffer.concat(chunks).toString()]
}

/** What differs from a call within a new folder, without input, environment and terminal. */
export type Around = Partial<CommandContext> & { input?: string }

/** Runs a command line within this process; its pauses take no time. */
export async function acr(line: string | readonly string[], more: Around = {}): Promise<Ran> {
  const [stdout, out] = collector()
  const [stderr, err] = collector()
  const code = await run(wordsOf(line), contextOf({ stdout, stderr, ...more }))
  return { code, stdout: out(), stderr: err() }
}

export function wordsOf(line: string | readonly string[]): readonly string[] {
  return typeof line === 'string' ? line.split(' ').filter(Boolean) : line
}

export function contextOf({ input = '', cwd = makeFolder(), ...context }: Around): CommandContext {
  return {
    cwd,
    env: {},
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout: collector()[0],
    stderr: collector()[0],
    isTerminal: { stdin: false, stdout: false, stderr: false },
    now: () => new Date(),
    sleep: async () => {},
    holdSignals: work => work(() => false),
    beforeSignal: () => () => {},
    heap: { limitGrowth: async () => {}, reclaimer: async () => () => {} },
    runtime: { platform: 'linux', arch: 'x64', parent: 1, versions: { node: '20.20.2' } },
    fetch,
    spawn,
    ...context,
  }
}
