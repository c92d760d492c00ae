import { isUtf8 } from 'node:buffer'

// On Linux a file name can be any bytes. In a string, each byte that is not UTF-8 is a character of private use, as
// in MirBSD (OPTU-8). Python's lone surrogates (PEP 383) do not work here: Bun's node:path replaces them by U+FFFD.

const ESCAPES = 0xef00
const ESCAPED = /[\uEF80-\uEFFF]/g
/** Bytes of the longest UTF-8 character. */
const LONGEST = 4

/** Decodes a name from the system or the user. Characters of private use are encoded byte by byte too. */
export function nameFrom(bytes: Buffer): string {
  if (isUtf8(bytes) && bytes.toString().search(ESCAPED) < 0) return bytes.toString()
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at)
    name += character ?? String.fromCharCode(ESCAPES + (bytes[at] ?? 0))
    at += character === undefined ? 1 : Buffer.byteLength(character)
  }
  return name
}

function characterAt(bytes: Buffer, at: number): string | undefined {
  for (let end = at + 1; end <= at + LONGEST; end += 1) {
    const part = bytes.subarray(at, end)
    if (isUtf8(part)) return part.toString().search(ESCAPED) < 0 ? part.toString() : undefined
  }
  return undefined
}

/** Encodes a path for the system: as bytes only where necessary. */
export function systemPath(path: string): string | Buffer {
  if (path.search(ESCAPED) < 0) return path
  const parts: Buffer[] = []
  let done = 0
  for (const { 0: escape, index } of path.matchAll(ESCAPED)) {
    parts.push(Buffer.from(path.slice(done, index)), Buffer.of(escape.charCodeAt(0) - ESCAPES))
    done = index + escape.length
  }
  return Buffer.concat([...parts, Buffer.from(path.slice(done))])
}

/** A name for messages: `caf\xe9.yaml`. */
export function shownName(name: string): string {
  return name.replace(ESCAPED, escape => `\\x${(escape.charCodeAt(0) - ESCAPES).toString(16)}`)
}
