import { closeSync, constants, fstatSync, read, readSync } from 'node:fs'
import type { Stats } from 'node:fs'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'
import { sep } from 'node:path'
import type { Readable } from 'node:stream'
import { InputError } from './input.ts'
import { orUndefined, openWithoutWaiting, lazyStream } from './non-blocking-stdio.ts'
import { readRegularFile } from './regular-file.ts'
import { GrowableBuffer } from './growable-buffer.ts'

const CHUNK = 2 ** 16
/** An endless input must not keep the event loop from its turn. */
const CHUNKS_AT_ONCE = 64
const WHOLE = Symbol('all that is left')

/** Standard input, of which `stream` makes Node's stream. */
export function openStdin(descriptor: number, stream: () => Readable): Readable {
  return lazyStream(stream, node => ({
    [Symbol.asyncIterator]: () => chunksOf(descriptor, node),
    [WHOLE]: () => readWhole(descriptor, node),
  }))
}

/** All that a stream gives: of standard input in the memory where it stays, of any other put together from its pieces. */
export async function readAll(stream: Readable): Promise<Uint8Array> {
  if (isWhole(stream)) return stream[WHOLE]()
  return readToEnd(stream)
}

/** Throws what the stream does, and an InputError where it gives more than can be read at once. */
export async function readToEnd(stream: Readable): Promise<Uint8Array> {
  const room = new GrowableBuffer()
  await fillFrom(stream, room)
  return room.filled()
}

async function fillFrom(stream: Readable, room: GrowableBuffer): Promise<void> {
  for await (const piece of piecesOf(stream)) room.add(piece)
}

function isWhole(stream: object): stream is { readonly [WHOLE]: () => Promise<Uint8Array> } {
  return WHOLE in stream
}

/** What a stream gives, as it comes. */
export async function* piecesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

async function* chunksOf(descriptor: number, stream: () => Readable): AsyncGenerator<Uint8Array> {
  refuseDirectory(descriptor)
  const prompt = openWithoutWaiting(descriptor, constants.O_RDONLY)
  if (prompt !== undefined) {
    const isAll = yield* chunksAtHand(prompt, () => Buffer.allocUnsafe(CHUNK))
    if (prompt !== descriptor) closeSync(prompt)
    if (isAll) return
  }
  yield* stream()
}

/** Reads into the memory that `free` gives, and gives whether the end was reached. */
function* chunksAtHand(prompt: number, free: () => Uint8Array): Generator<Uint8Array, boolean> {
  for (let count = 0; count < CHUNKS_AT_ONCE; count += 1) {
    const chunk = free()
    const size = orUndefined(() => readSync(prompt, chunk))
    if (size === undefined) return false
    if (size === 0) return true
    yield chunk.subarray(0, size)
  }
  return false
}

/**
 * As a stream, a hundred megabytes come in 1600 pieces of new memory, and are then copied to as much new memory again,
 * which takes twice as long.
 */
async function readWhole(descriptor: number, stream: () => Readable): Promise<Uint8Array> {
  const medium = refuseDirectory(descriptor)
  if (medium?.isFile()) return readRegularFile(descriptor)
  const room = new GrowableBuffer()
  const prompt = openWithoutWaiting(descriptor, constants.O_RDONLY)
  const isAll = prompt !== undefined && fillAtHand(room, prompt)
  if (prompt !== undefined && prompt !== descriptor) closeSync(prompt)
  if (isAll) return room.filled()
  if (await fillInPlace(room, descriptor, medium)) return room.filled()
  await fillFrom(stream(), room)
  return room.filled()
}

/** Node's stream would take a directory for an empty input. Gives what is known of the medium. */
function refuseDirectory(descriptor: number): Stats | undefined {
  const medium = orUndefined(() => fstatSync(descriptor))
  if (medium?.isDirectory()) throw new InputError('the input is a directory', 'name the directory with -f')
  return medium
}

/** Gives whether the end was reached. */
function fillAtHand(room: GrowableBuffer, prompt: number): boolean {
  const chunks = chunksAtHand(prompt, () => room.free())
  for (;;) {
    const { done, value } = chunks.next()
    if (done) return value
    room.fill(value.length)
  }
}

/** Waits for what comes without a copy of it, and gives whether the end was reached; not on Windows. */
async function fillInPlace(
  room: GrowableBuffer,
  descriptor: number,
  medium: Stats | undefined,
): Promise<boolean> {
  if (sep !== '/' || !(medium?.isFIFO() || medium?.isSocket())) return false
  if ('Bun' in globalThis) return fillBehind(room, descriptor)
  await fillFromSocket(room, descriptor)
  return true
}

/** Node's sockets read to memory that they are given. */
async function fillFromSocket(room: GrowableBuffer, descriptor: number): Promise<void> {
  const { Socket } = await import('node:net')
  await new Promise<void>((resolve, reject) => {
    const options: SocketConstructorOpts & ConnectOpts = {
      fd: descriptor,
      writable: false,
      onread: {
        buffer: () => room.free(),
        callback: length => {
          try {
            room.fill(length)
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

/** Bun's don't; but its other threads may wait for a read when the process is to end, which Node's may not. */
async function fillBehind(room: GrowableBuffer, descriptor: number): Promise<boolean> {
  for (;;) {
    const length = await readBehind(descriptor, room.free())
    if (length === undefined) return false
    if (length === 0) return true
    room.fill(length)
  }
}

/** `undefined` where the descriptor does not wait. */
function readBehind(descriptor: number, memory: Uint8Array): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    read(descriptor, memory, 0, memory.length, null, (error, length) => {
      if (error === null) resolve(length)
      else if (error.code === 'EAGAIN') resolve(undefined)
      else reject(error)
    })
  })
}
