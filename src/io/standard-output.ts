import { constants, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { orUndefined, openWithoutWaiting, lazyStream } from './non-blocking-stdio.ts'

/** Standard output or error, of which `stream` makes Node's stream, with a listener for its errors. */
export function openOutput(descriptor: number, stream: () => Writable): Writable {
  let prompt = openWithoutWaiting(descriptor, constants.O_WRONLY)
  return lazyStream(stream, node => ({
    write(content: Uint8Array | string, done?: (error?: Error | null) => void): boolean {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      let at = 0
      while (prompt !== undefined && at < bytes.length) {
        const to = prompt
        const size = orUndefined(() => writeSync(to, bytes, at))
        if (size === undefined) prompt = undefined
        else at += size
      }
      if (prompt === undefined) return node().write(bytes.subarray(at), done)
      done?.()
      return true
    },
  }))
}
