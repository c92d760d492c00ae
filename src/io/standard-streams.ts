import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'

// To load Node's streams takes a tenth of a whole start. So what can be read or written at once, is: with a file, and with
// a pipe by way of a second description of it that never waits, as Linux has it. Whatever else, and all that would have
// to be waited for, is left to Node's stream, and so is every error: a signal must be heard meanwhile.

const CHUNK = 2 ** 16
/** An endless input must not keep the event loop from its turn. */
const CHUNKS_AT_ONCE = 64
const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** Standard input, of which `stream` makes Node's stream. */
export function promptInput(descriptor: number, stream: () => Readable): Readable {
  return standIn(stream, node => ({ [Symbol.asyncIterator]: () => chunksOf(descriptor, node) }))
}

async function* chunksOf(descriptor: number, stream: () => Readable): AsyncGenerator<Uint8Array> {
  const prompt = openPrompt(descriptor, O_RDONLY)
  if (prompt !== undefined) {
    const isAll = yield* chunksAtHand(prompt)
    if (prompt !== descriptor) closeSync(prompt)
    if (isAll) return
  }
  yield* stream()
}

/** Gives whether the end was reached. */
function* chunksAtHand(prompt: number): Generator<Uint8Array, boolean> {
  for (let count = 0; count < CHUNKS_AT_ONCE; count += 1) {
    const chunk = Buffer.allocUnsafe(CHUNK)
    const size = attempt(() => readSync(prompt, chunk))
    if (size === undefined) return false
    if (size === 0) return true
    yield chunk.subarray(0, size)
  }
  return false
}

/** Standard output or error, of which `stream` makes Node's stream, with a listener for its errors. */
export function promptOutput(descriptor: number, stream: () => Writable): Writable {
  let prompt = openPrompt(descriptor, O_WRONLY)
  return standIn(stream, node => ({
    write(content: Uint8Array | string, done?: (error?: Error | null) => void): boolean {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      let at = 0
      while (prompt !== undefined && at < bytes.length) {
        const to = prompt
        const size = attempt(() => writeSync(to, bytes, at))
        if (size === undefined) prompt = undefined
        else at += size
      }
      if (prompt === undefined) return node().write(bytes.subarray(at), done)
      done?.()
      return true
    },
  }))
}

/** Without loading what Node.js has for terminals. */
export function isNoTerminal(descriptor: number): boolean {
  return kindOf(descriptor) !== 'other'
}

function openPrompt(descriptor: number, mode: number): number | undefined {
  const kind = kindOf(descriptor)
  if (kind !== 'pipe') return kind === 'file' ? descriptor : undefined
  return attempt(() => openSync(`/proc/self/fd/${descriptor}`, mode | O_NONBLOCK))
}

function kindOf(descriptor: number): 'file' | 'pipe' | 'other' {
  const status = attempt(() => fstatSync(descriptor))
  if (status?.isFile()) return 'file'
  if (status?.isFIFO()) return 'pipe'
  const isNull = status?.isCharacterDevice() && status.rdev === attempt(() => statSync('/dev/null'))?.rdev
  return isNull ? 'file' : 'other'
}

function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}

/** What stands for a stream until more is asked of it than the few things that it can do itself. */
function standIn<T extends object>(
  make: () => T,
  ownOf: (made: () => T) => Readonly<Record<PropertyKey, unknown>>,
): T {
  let stream: T | undefined
  const made = (): T => (stream ??= make())
  const own = ownOf(made)
  return new Proxy<T>(Object.create(null), {
    has: (_, key) => key in own || key in made(),
    get: (_, key) => {
      if (key in own) return own[key]
      const value: unknown = Reflect.get(made(), key)
      return typeof value === 'function' ? value.bind(made()) : value
    },
  })
}
