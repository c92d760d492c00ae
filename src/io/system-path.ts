import { isUtf8 } from 'node:buffer'

// On Linux a file name is any bytes. Those that are not UTF-8 are kept in a string as MirBSD keeps them (OPTU-8): each as
// a character of private use. Python's lone surrogates (PEP 383) would not do, as Bun's node:path makes U+FFFD of them.

const ESCAPES = 0xef00
const ESCAPED = /[\uEF80-\uEFFF]/g
/** Bytes of the longest character in UTF-8. */
const LONGEST = 4

/** A name as the system or the user gives it. The characters of private use are kept byte by byte as well. */
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

/** A path as the system takes it: bytes only where it has to be. */
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

/** A name as a person reads it: `caf\xe9.yaml`. */
export function shownName(name: string): string {
  return name.replace(ESCAPED, escape => `\\x${(escape.charCodeAt(0) - ESCAPES).toString(16)}`)
}
