import { isUtf8 } from 'node:buffer'

// On Linux a file name is any bytes. Those that are not UTF-8 are kept in a string as Python keeps them (PEP 383,
// surrogateescape): each as a surrogate without its partner, which no UTF-8 can be read as.

const ESCAPES = 0xdc00
const ESCAPED = /[\u{DC80}-\u{DCFF}]/gu
/** Bytes of the longest character in UTF-8. */
const LONGEST = 4

/** A name as the system gives it. */
export function nameFrom(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at)
    name +=
      length === 0 ? String.fromCharCode(ESCAPES + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length)
    at += Math.max(length, 1)
  }
  return name
}

function characterLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= LONGEST; length += 1)
    if (isUtf8(bytes.subarray(at, at + length))) return length
  return 0
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
