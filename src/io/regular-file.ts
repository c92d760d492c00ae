import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { BEHIND_SOURCE } from '../manifest/source.ts'

/** What is smaller is copied in no time. */
const LARGE = 2 ** 16
/** What is larger, Node.js refuses, and says so. */
const LARGEST = 2 ** 31 - 1

/** As `readFileSync` reads a path or a descriptor, with room for what lets a large source be read where it lies. */
export function readRegularFile(file: string | number): Uint8Array {
  const descriptor = typeof file === 'string' ? openSync(file, 'r') : file
  try {
    const { size } = fstatSync(descriptor)
    return size < LARGE || size > LARGEST ? readFileSync(descriptor) : readWhole(descriptor, size)
  } finally {
    if (descriptor !== file) closeSync(descriptor)
  }
}

function readWhole(descriptor: number, size: number): Uint8Array {
  const memory = Buffer.allocUnsafeSlow(size + BEHIND_SOURCE.length)
  let length = 0
  for (let read = 1; read > 0 && length < size; length += read)
    read = readSync(descriptor, memory, length, size - length, null)
  memory.set(BEHIND_SOURCE, length)
  return memory.subarray(0, length)
}
