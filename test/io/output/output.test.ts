import { openSync, readFileSync } from 'node:fs'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OutputError, PieceWriter, writeNewFile, writeStream } from '../../../src/io/output/output.ts'
import { makeFolder } from '../../folder.ts'

async function messageOf(promise: Promise<void>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return error.message
  }
  return assert.unreachable('nothing was thrown') ?? ''
}

test('a stream gets everything, however slow it is', async () => {
  const chunks: Buffer[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      setTimeout(done, 5)
    },
  })
  await writeStream(slow, 'out', 'a')
  await writeStream(slow, 'out', Buffer.from('bc'))
  assert.is(Buffer.concat(chunks).toString(), 'abc')
  assert.is(slow.listenerCount('error'), 0)
})

const failing = (code: string) =>
  new Writable({
    write(_, __, done) {
      done(Object.assign(new Error(`${code}: what happened, write`), { code }))
    },
  })

test('a reader that went away is no error, everything else is', async () => {
  await writeStream(failing('EPIPE'), 'standard output', 'a')
  assert.is(
    await messageOf(writeStream(failing('EIO'), 'standard output', 'a')),
    'standard output: cannot be written: what happened',
  )
})

if (process.platform === 'linux') {
  test('a full disk is named', async () => {
    const full = createWriteStream('', { fd: openSync('/dev/full', 'w') })
    assert.is(
      await messageOf(writeStream(full, 'standard output', 'a')),
      'standard output: cannot be written: no space left on device',
    )
  })
}

test('a report is written anew', async () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'report.json'), 'a longer text')
  await writeNewFile(join(folder, 'report.json'), 'report.json', '{}')
  assert.is(readFileSync(join(folder, 'report.json'), 'utf8'), '{}')
  assert.is(
    await messageOf(writeNewFile(join(folder, 'none/report.json'), 'none/report.json', '{}')),
    'none/report.json: cannot be written: no such file or directory',
  )
})

test('pieces of any size come out whole and in order, in few writes, a large one as it is', async () => {
  const written: Buffer[] = []
  const memories = new Set<ArrayBufferLike>()
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(Buffer.from(chunk))
      memories.add(chunk.buffer)
      done()
    },
  })
  const large = Buffer.alloc(1_000_000, 'large ')
  const small = Array.from({ length: 10_000 }, (_, at) => Buffer.from(`${at} `.repeat(20)))
  const pieces = [Buffer.alloc(0), ...small, large, ...small, Buffer.from('end')]
  await new PieceWriter(stream, 'it').write(pieces)
  assert.ok(Buffer.concat(written).equals(Buffer.concat(pieces)))
  assert.ok(written.length < 50)
  assert.is(memories.size, 2)
  assert.ok(memories.has(large.buffer))
})

test.run()
