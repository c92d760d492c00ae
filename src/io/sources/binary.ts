import { isUtf8 } from 'node:buffer'
import { viewOf } from '../../manifest/search/search.ts'
import { InputError } from '../input.ts'

/** The first bytes of compressed files and archives, and the tools that unpack them. */
const COMPRESSED: readonly (readonly [beginning: readonly number[], what: string, remedy: string])[] = [
  [[0x1f, 0x8b], 'the content is compressed with gzip', 'decompress it first (gunzip)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'the content is compressed with zstd', 'decompress it first (unzstd)'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'the content is compressed with xz', 'decompress it first (unxz)'],
  [[0x50, 0x4b, 0x03, 0x04], 'the content is a zip archive', 'unpack it first (unzip)'],
]
/** The number of bytes at the start of a binary file that almost certainly contain a character that no text has. */
const HEAD = 512
// Control characters that text does not contain. Text has TAB, LF, FF and CR, and ESC in colored output.
const CONTROL = /[\x01-\x08\x0e-\x1a\x1c-\x1f]/ // eslint-disable-line no-control-regex

/** Throws InputError if an input with these first bytes cannot be a manifest. */
export function refuseBinary(bytes: Uint8Array): void {
  for (const [beginning, what, remedy] of COMPRESSED)
    if (beginning.every((byte, at) => bytes[at] === byte)) throw new InputError(what, remedy)
  if (isWide(bytes)) return
  const head = viewOf(bytes, 0, Math.min(bytes.length, HEAD))
  if (CONTROL.test(head.toString('latin1')) && !isUtf8(withoutCutEnd(head))) throw notText()
  refuseNulls(bytes)
}

/** Removes the bytes of a last character that may be incomplete. */
function withoutCutEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  for (let cut = 0; cut < 3 && (bytes[end - 1] ?? 0) >= 0x80; cut += 1) end -= 1
  return bytes.subarray(0, end)
}

/** Throws InputError for a NUL byte, which neither YAML nor JSON allows. */
export function refuseNulls(bytes: Uint8Array): void {
  if (viewOf(bytes).includes(0)) throw notText()
}

/**
 * Whether text is UTF-16 or UTF-32, by a byte order mark or by the zero bytes of ASCII text. The reader of documents
 * reports it.
 */
export function isWide([a, b, c, d]: Uint8Array): boolean {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true
  if (a === 0 && b === 0) return c === 0xfe || (c === 0 && isAsciiText(d))
  return (a === 0 && isAsciiText(b)) || (b === 0 && isAsciiText(a))
}

function isAsciiText(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d))
}

function notText(): InputError {
  return new InputError('the content is binary, not YAML or JSON', 'check that this is the right input')
}
