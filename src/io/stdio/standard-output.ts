import { constants, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { orUndefined, openWithoutWaiting, lazyStream } from './non-blocking-stdio.ts'

/** Standard output or error. `stream` creates Node's stream, with a listener for its errors, if it is needed. */
export function openOutput(descriptor: number, stream: () => Writable): Writable {
  let nonBlocking = openWithoutWaiting(descriptor, constants.O_WRONLY)
  return lazyStream(stream, node => ({
    write(content: Uint8Array | string, done?: (error?: Error | null) => void): boolean {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      let at = 0
      while (nonBlocking !== undefined && at < bytes.length) {
        const to = nonBlocking
        const size = orUndefined(() => writeSync(to, bytes, at))
        if (size === undefined) nonBlocking = undefined
        else at += size
      }
      if (nonBlocking === undefined) return node().write(bytes.subarray(at), done)
      done?.()
      return true
    },
  }))
}
