import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { SCAN_SENTINEL } from '../manifest/source.ts'
import { checkSize } from './size.ts'
import { systemPath } from './system-path.ts'

/** What is smaller is copied in no time. */
const LARGE = 2 ** 16

/**
 * As `readFileSync` reads a path or a descriptor, with room for what lets a large source be read where it lies. Throws an
 * InputError where it is too large to be read at once.
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
