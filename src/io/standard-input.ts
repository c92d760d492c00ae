import { closeSync, constants, fstatSync, read, readSync } from 'node:fs'
import type { Stats } from 'node:fs'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'
import { sep } from 'node:path'
import type { Readable } from 'node:stream'
import { attempt, openPrompt, standIn } from './prompt.ts'
import { readRegularFile } from './regular-file.ts'
import { Room } from './room.ts'

const CHUNK = 2 ** 16
/** An endless input must not keep the event loop from its turn. */
const CHUNKS_AT_ONCE = 64
const WHOLE = Symbol('all that is left')

/** Standard input, of which `stream` makes Node's stream. */
export function promptInput(descriptor: number, stream: () => Readable): Readable {
  return standIn(stream, node => ({
    [Symbol.asyncIterator]: () => chunksOf(descriptor, node),
    [WHOLE]: () => readWhole(descriptor, node),
  }))
}

/** All that a stream gives: of standard input in the memory where it stays, of any other put together from its pieces. */
export async function readAll(stream: Readable): Promise<Uint8Array> {
  if (isWhole(stream)) return stream[WHOLE]()
  const pieces: Uint8Array[] = []
  for await (const piece of piecesOf(stream)) pieces.push(piece)
  return Buffer.concat(pieces)
}

function isWhole(stream: object): stream is { readonly [WHOLE]: () => Promise<Uint8Array> } {
  return WHOLE in stream
}

/** What a stream gives, as it comes. */
export async function* piecesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

async function* chunksOf(descriptor: number, stream: () => Readable): AsyncGenerator<Uint8Array> {
  const prompt = openPrompt(descriptor, constants.O_RDONLY)
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
    const size = attempt(() => readSync(prompt, chunk))
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
  const medium = attempt(() => fstatSync(descriptor))
  if (medium?.isFile()) return readRegularFile(descriptor)
  const room = new Room()
  const prompt = openPrompt(descriptor, constants.O_RDONLY)
  const isAll = prompt !== undefined && fillAtHand(room, prompt)
  if (prompt !== undefined && prompt !== descriptor) closeSync(prompt)
  if (isAll) return room.filled()
  if (await fillInPlace(room, descriptor, medium)) return room.filled()
  for await (const piece of piecesOf(stream())) room.add(piece)
  return room.filled()
}

/** Gives whether the end was reached. */
function fillAtHand(room: Room, prompt: number): boolean {
  const chunks = chunksAtHand(prompt, () => room.free())
  for (;;) {
    const { done, value } = chunks.next()
    if (done) return value
    room.fill(value.length)
  }
}

/** Waits for what comes without a copy of it, and gives whether the end was reached; not on Windows. */
async function fillInPlace(room: Room, descriptor: number, medium: Stats | undefined): Promise<boolean> {
  if (sep !== '/' || !(medium?.isFIFO() || medium?.isSocket())) return false
  if ('Bun' in globalThis) return fillBehind(room, descriptor)
  await fillFromSocket(room, descriptor)
  return true
}

/** Node's sockets read to memory that they are given. */
async function fillFromSocket(room: Room, descriptor: number): Promise<void> {
  const { Socket } = await import('node:net')
  const options: SocketConstructorOpts & ConnectOpts = {
    fd: descriptor,
    writable: false,
    onread: {
      buffer: () => room.free(),
      callback: length => {
        room.fill(length)
        return true
      },
    },
  }
  const socket = new Socket(options)
  socket.resume()
  await new Promise<void>((resolve, reject) => {
    socket.once('end', resolve).once('close', resolve).once('error', reject)
  })
}

/** Bun's don't; but its other threads may wait for a read when the process is to end, which Node's may not. */
function fillBehind(room: Room, descriptor: number): Promise<boolean> {
  return new Promise(resolve => {
    const readOn = (): void => {
      const memory = room.free()
      read(descriptor, memory, 0, memory.length, null, (error, length) => {
        if (error !== null || length === 0) return resolve(error === null)
        room.fill(length)
        return readOn()
      })
    }
    readOn()
  })
}
