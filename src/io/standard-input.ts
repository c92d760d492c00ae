import { fstatSync, readFileSync } from 'node:fs'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'
import { sep } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

/**
 * All that a stream gives. Where it stands for a file or a pipe, its descriptor is read instead: as a stream, a hundred
 * megabytes come in 1600 pieces of new memory, and are then copied to as much new memory again, which takes twice as long.
 */
export async function readAll(stream: Readable): Promise<Uint8Array> {
  const fd = 'fd' in stream && typeof stream.fd === 'number' ? stream.fd : undefined
  if (fd === undefined) return readPieces(stream)
  const medium = fstatSync(fd)
  if (medium.isFile()) return readFileSync(fd)
  return READS_IN_PLACE && (medium.isFIFO() || medium.isSocket()) ? readPipe(fd) : readPieces(stream)
}

/** Where a pipe may be opened twice, and a socket reads to memory that it is given: not on Windows, nor in Bun. */
const READS_IN_PLACE = sep === '/' && !('Bun' in globalThis)

async function readPieces(stream: Readable): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece)
  return Buffer.concat(pieces)
}

async function readPipe(fd: number): Promise<Uint8Array> {
  const { Socket } = await import('node:net')
  const room = new Room()
  const options: SocketConstructorOpts & ConnectOpts = {
    fd,
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
  await finished(socket, { writable: false })
  return room.filled()
}

/** What a pipe holds on Linux, if nobody asks for more. */
const AT_ONCE = 2 ** 16
const FIRST = 2 ** 20
/** As memory takes no room before it is touched, so much more is asked for that hardly anything is copied. */
const GROWTH = 16
/** From here on it doubles. */
const LARGE = 2 ** 28

/** Memory that grows with what is read to it. */
class Room {
  #memory = Buffer.allocUnsafeSlow(FIRST)
  #length = 0

  /** Where the next bytes go. */
  free(): Uint8Array {
    if (this.#length + AT_ONCE > this.#memory.length) {
      const growth = this.#memory.length < LARGE ? GROWTH : 2
      const memory = Buffer.allocUnsafeSlow(this.#memory.length * growth)
      memory.set(this.filled())
      this.#memory = memory
    }
    return this.#memory.subarray(this.#length, this.#length + AT_ONCE)
  }

  fill(length: number): void {
    this.#length += length
  }

  filled(): Uint8Array {
    return this.#memory.subarray(0, this.#length)
  }
}
