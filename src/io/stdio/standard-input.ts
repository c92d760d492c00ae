import { closeSync, constants, fstatSync, read, readSync } from 'node:fs'
import type { Stats } from 'node:fs'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'
import { sep } from 'node:path'
import type { Readable } from 'node:stream'
import { InputError } from '../input.ts'
import { orUndefined, openWithoutWaiting, lazyStream } from './non-blocking-stdio.ts'
import { readRegularFile } from '../regular-file.ts'
import { GrowableBuffer } from './growable-buffer.ts'

const CHUNK = 2 ** 16
/** Limits synchronous reading, so that an endless input does not block the event loop. */
const CHUNKS_AT_ONCE = 64
const WHOLE = Symbol('all that is left')

/** Standard input. `stream` creates Node's stream if it is needed. */
export function openStdin(descriptor: number, stream: () => Readable): Readable {
  return lazyStream(stream, node => ({
    [Symbol.asyncIterator]: () => chunksOf(descriptor, node),
    [WHOLE]: () => readWhole(descriptor, node),
  }))
}

/**
 * Reads a whole stream. Standard input is read directly into its final memory; other streams are assembled from their
 * pieces.
 */
export async function readAll(stream: Readable): Promise<Uint8Array> {
  if (isWhole(stream)) return stream[WHOLE]()
  return readToEnd(stream)
}

/** Reads a whole stream. Throws errors of the stream, and InputError where it is too large. */
export async function readToEnd(stream: Readable): Promise<Uint8Array> {
  const buffer = new GrowableBuffer()
  await fillFrom(stream, buffer)
  return buffer.filled()
}

async function fillFrom(stream: Readable, buffer: GrowableBuffer): Promise<void> {
  for await (const piece of piecesOf(stream)) buffer.add(piece)
}

function isWhole(stream: object): stream is { readonly [WHOLE]: () => Promise<Uint8Array> } {
  return WHOLE in stream
}

/** The pieces of a stream, as bytes. */
export async function* piecesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

async function* chunksOf(descriptor: number, stream: () => Readable): AsyncGenerator<Uint8Array> {
  refuseDirectory(descriptor)
  const nonBlocking = openWithoutWaiting(descriptor, constants.O_RDONLY)
  if (nonBlocking !== undefined) {
    const isAll = yield* chunksWithoutBlocking(nonBlocking, () => Buffer.allocUnsafe(CHUNK))
    if (nonBlocking !== descriptor) closeSync(nonBlocking)
    if (isAll) return
  }
  yield* stream()
}

/**
 * Reads chunks into the memory that `free` returns, until reading would block. Returns whether the end was reached.
 */
function* chunksWithoutBlocking(nonBlocking: number, free: () => Uint8Array): Generator<Uint8Array, boolean> {
  for (let count = 0; count < CHUNKS_AT_ONCE; count += 1) {
    const chunk = free()
    const size = orUndefined(() => readSync(nonBlocking, chunk))
    if (size === undefined) return false
    if (size === 0) return true
    yield chunk.subarray(0, size)
  }
  return false
}

/** As a stream, 100 MB arrive in 1600 pieces and are copied once more, which takes twice as long. */
async function readWhole(descriptor: number, stream: () => Readable): Promise<Uint8Array> {
  const medium = refuseDirectory(descriptor)
  if (medium?.isFile()) return readRegularFile(descriptor)
  const buffer = new GrowableBuffer()
  const nonBlocking = openWithoutWaiting(descriptor, constants.O_RDONLY)
  const isAll = nonBlocking !== undefined && fillWithoutBlocking(buffer, nonBlocking)
  if (nonBlocking !== undefined && nonBlocking !== descriptor) closeSync(nonBlocking)
  if (isAll) return buffer.filled()
  if (await fillInPlace(buffer, descriptor, medium)) return buffer.filled()
  await fillFrom(stream(), buffer)
  return buffer.filled()
}

/**
 * Throws InputError for a directory, which Node's stream would read as empty. Returns the status of the descriptor.
 */
function refuseDirectory(descriptor: number): Stats | undefined {
  const medium = orUndefined(() => fstatSync(descriptor))
  if (medium?.isDirectory()) throw new InputError('the input is a directory', 'name the directory with -f')
  return medium
}

/** Reads without blocking. Returns whether the end was reached. */
function fillWithoutBlocking(buffer: GrowableBuffer, nonBlocking: number): boolean {
  const chunks = chunksWithoutBlocking(nonBlocking, () => buffer.free())
  for (;;) {
    const { done, value } = chunks.next()
    if (done) return value
    buffer.fill(value.length)
  }
}

/**
 * Reads a pipe or socket directly into the buffer, and waits for its data. Returns whether the end was reached. Not on
 * Windows.
 */
async function fillInPlace(
  buffer: GrowableBuffer,
  descriptor: number,
  medium: Stats | undefined,
): Promise<boolean> {
  if (sep !== '/' || !(medium?.isFIFO() || medium?.isSocket())) return false
  if ('Bun' in globalThis) return fillInThread(buffer, descriptor)
  await fillFromSocket(buffer, descriptor)
  return true
}

/** Reads with a socket of Node, which can read into given memory. */
async function fillFromSocket(buffer: GrowableBuffer, descriptor: number): Promise<void> {
  const { Socket } = await import('node:net')
  await new Promise<void>((resolve, reject) => {
    const options: SocketConstructorOpts & ConnectOpts = {
      fd: descriptor,
      writable: false,
      onread: {
        buffer: () => buffer.free(),
        callback: length => {
          try {
            buffer.fill(length)
          } catch (error) {
            socket.destroy()
            reject(error)
          }
          return true
        },
      },
    }
    const socket = new Socket(options)
    socket.once('end', resolve).once('close', resolve).once('error', reject)
    socket.resume()
  })
}

/**
 * Reads in another thread. Bun's sockets cannot read into given memory. But Bun, other than Node, can exit while a
 * thread still waits for a read.
 */
async function fillInThread(buffer: GrowableBuffer, descriptor: number): Promise<boolean> {
  for (;;) {
    const length = await readInThread(descriptor, buffer.free())
    if (length === undefined) return false
    if (length === 0) return true
    buffer.fill(length)
  }
}

/** Reads once. `undefined` if the descriptor does not block. */
function readInThread(descriptor: number, memory: Uint8Array): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    read(descriptor, memory, 0, memory.length, null, (error, length) => {
      if (error === null) resolve(length)
      else if (error.code === 'EAGAIN') resolve(undefined)
      else reject(error)
    })
  })
}
