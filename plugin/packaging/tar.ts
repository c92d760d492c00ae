import { gunzipSync, gzip } from 'node:zlib'
import { promisify } from 'node:util'

export interface TarEntry {
  readonly path: string
  readonly mode: number
  readonly bytes: Uint8Array
  /** The type flag of POSIX ustar: `0` a file, `5` a folder, `1` and `2` links. */
  readonly type: string
}

const BLOCK = 512
const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/**
 * A `.tar.gz` whose bytes depend only on the files: no time, no owner, entries in the given order (POSIX ustar, RFC
 * 1952).
 */
export async function writeArchive(entries: readonly Omit<TarEntry, 'type'>[]): Promise<Buffer> {
  const parts = entries.flatMap(entry => [
    headerOf(entry),
    entry.bytes,
    Buffer.alloc(padding(entry.bytes.length)),
  ])
  const zipped = await promisify(gzip)(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 })
  zipped[9] = 255 // the operating system that wrote it: unknown
  return zipped
}

/** The entries of a `.tar.gz`. Does not support names of more than 100 bytes. Throws for a broken header. */
export function readArchive(zipped: Uint8Array): readonly TarEntry[] {
  const tar = gunzipSync(zipped)
  const entries: TarEntry[] = []
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const header = tar.subarray(at, at + BLOCK)
    if (octal(header, 148, 8) !== checksumOf(header)) throw new Error(`tar: broken header at ${at}`)
    const size = octal(header, 124, 12)
    const start = at + BLOCK
    entries.push({
      path: text(header, 0, 100),
      mode: octal(header, 100, 8),
      bytes: tar.subarray(start, start + size),
      type: text(header, 156, 1) || '0',
    })
    at = start + size + padding(size)
  }
  return entries
}

function headerOf({ path, mode, bytes }: Omit<TarEntry, 'type'>): Buffer {
  const header = Buffer.alloc(BLOCK)
  const number = (value: number, at: number, width: number): void => {
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1')
  }
  header.write(path, 0, 'utf8')
  number(mode, 100, 8)
  number(0, 108, 8) // user
  number(0, 116, 8) // group
  number(bytes.length, 124, 12)
  number(0, 136, 12) // time
  header.write('0', 156, 'latin1')
  header.write('ustar\u000000', 257, 'latin1')
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

/** The checksum of a header, with the checksum field as spaces. */
function checksumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}

function text(header: Uint8Array, at: number, width: number): string {
  return Buffer.from(header.subarray(at, at + width))
    .toString('utf8')
    .replace(/\0.*$/s, '')
}

function octal(header: Uint8Array, at: number, width: number): number {
  return Number.parseInt(text(header, at, width).trim() || '0', 8)
}
