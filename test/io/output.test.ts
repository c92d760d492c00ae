import {
  chmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OutputError, PieceWriter, replaceFiles, writeNewFile, writeStream } from '../../src/io/output.ts'
import { makeFolder } from '../folder.ts'

const content = (folder: string, name: string, text: string) => ({
  name,
  path: join(folder, name),
  pieces: [Buffer.from(text.slice(0, 2)), Buffer.from(text.slice(2))],
})

async function messageOf(promise: Promise<void>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return error.message
  }
  return assert.unreachable('nothing was thrown') ?? ''
}

test('a file is replaced, its mode kept, and nothing is left beside it', async () => {
  const folder = makeFolder({ 'a.yaml': 'old' })
  chmodSync(join(folder, 'a.yaml'), 0o640)
  await replaceFiles([content(folder, 'a.yaml', 'new text')])
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), 'new text')
  assert.is(statSync(join(folder, 'a.yaml')).mode & 0o777, 0o640)
  assert.equal(readdirSync(folder), ['a.yaml'])
})

test('a link stays a link, and its target is written', async () => {
  const folder = makeFolder({ 'real/a.yaml': 'old' })
  symlinkSync('real/a.yaml', join(folder, 'link.yaml'))
  await replaceFiles([content(folder, 'link.yaml', 'new')])
  assert.ok(lstatSync(join(folder, 'link.yaml')).isSymbolicLink())
  assert.is(readFileSync(join(folder, 'real/a.yaml'), 'utf8'), 'new')
  assert.equal(readdirSync(join(folder, 'real')), ['a.yaml'])
})

test('a failure names what was written and what was not, and leaves no temporary file', async () => {
  const folder = makeFolder({ 'a.yaml': 'old', 'c.yaml': 'old' })
  mkdirSync(join(folder, 'b.yaml'))
  const message = await messageOf(
    replaceFiles(['a.yaml', 'b.yaml', 'gone.yaml', 'c.yaml'].map(name => content(folder, name, 'new'))),
  )
  assert.match(
    message,
    /^not written: b\.yaml \(.+\), gone\.yaml \(no such file or directory\); written: a\.yaml, c\.yaml$/,
  )
  assert.is(readFileSync(join(folder, 'c.yaml'), 'utf8'), 'new')
  assert.equal(readdirSync(folder), ['a.yaml', 'b.yaml', 'c.yaml'])
  assert.match(await messageOf(replaceFiles([content(folder, 'gone.yaml', 'new')])), /; written: none$/)
})

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
