import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { SCAN_SENTINEL } from '../manifest/source.ts'
import { checkSize } from './size.ts'
import { systemPath } from './system-path.ts'

/** A smaller file is copied quickly. */
const LARGE = 2 ** 16

/**
 * Reads a path or descriptor like `readFileSync`. A large file is followed by the scanner's sentinel, so that it need
 * not be copied. Throws InputError if it is too large.
 */
export function readRegularFile(file: string | number): Uint8Array {
  const descriptor = typeof file === 'string' ? openSync(systemPath(file), 'r') : file
  try {
    const { size } = fstatSync(descriptor)
    checkSize(size)
    return size < LARGE ? readFileSync(descriptor) : readWhole(descriptor, size)
  } finally {
    if (descriptor !== file) closeSync(descriptor)
  }
}

function readWhole(descriptor: number, size: number): Uint8Array {
  const memory = Buffer.allocUnsafeSlow(size + SCAN_SENTINEL.length)
  let length = 0
  for (let read = 1; read > 0 && length < size; length += read)
    read = readSync(descriptor, memory, length, size - length, null)
  memory.set(SCAN_SENTINEL, length)
  return memory.subarray(0, length)
}
