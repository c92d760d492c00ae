import { constants, writeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { attempt, openPrompt, standIn } from './prompt.ts'

/** Standard output or error, of which `stream` makes Node's stream, with a listener for its errors. */
export function promptOutput(descriptor: number, stream: () => Writable): Writable {
  let prompt = openPrompt(descriptor, constants.O_WRONLY)
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
