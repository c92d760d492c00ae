import { execFileSync } from 'node:child_process'
import { constants, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isNeverTerminal } from '../../../src/io/stdio/non-blocking-stdio.ts'
import { openStdin, readAll } from '../../../src/io/stdio/standard-input.ts'
import { openOutput } from '../../../src/io/stdio/standard-output.ts'
import { collector } from '../../commands/in-process.ts'
import { makeFolder } from '../../folder.ts'

const never = (): never => {
  throw new Error('no stream is needed')
}

/** A pipe that never ends, as this process holds both of its ends. */
function makePipe(): number {
  const path = join(makeFolder(), 'pipe')
  execFileSync('mkfifo', [path])
  return openSync(path, constants.O_RDWR)
}

async function textOf(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

test('a file is read without a stream, from where its descriptor stands', async () => {
  const file = openSync(join(makeFolder({ 'a.yaml': 'abcdef' }), 'a.yaml'), 'r')
  readSync(file, Buffer.alloc(2))
  assert.is(await textOf(openStdin(file, never)), 'cdef')
})

test('a directory is refused, read at once or as it comes', async () => {
  const directory = openSync(makeFolder(), 'r')
  for (const reading of [textOf(openStdin(directory, never)), readAll(openStdin(directory, never))])
    assert.is(
      await reading.then(
        () => '',
        error => String(error),
      ),
      'Error: the input is a directory',
    )
})

test('what is endless is left to the stream after a while', async () => {
  const file = openSync(join(makeFolder({ 'a.yaml': 'x'.repeat(5e6) }), 'a.yaml'), 'r')
  const text = await textOf(openStdin(file, () => Readable.from(['the rest'])))
  assert.is(text.length, 2 ** 22 + 'the rest'.length)
})

test('a file is written without a stream, behind what is there', () => {
  const path = join(makeFolder({ 'a.yaml': 'old ' }), 'a.yaml')
  const output = openOutput(openSync(path, 'a'), never)
  let taken = 0
  output.write('é', () => (taken += 1))
  output.write(Buffer.from('!'))
  output.write('')
  assert.equal([readFileSync(path, 'utf8'), taken], ['old é!', 1])
})

test('a descriptor that cannot be had is left to the stream', async () => {
  assert.is(await textOf(openStdin(9999, () => Readable.from(['a']))), 'a')
  const [stream, text] = collector()
  openOutput(9999, () => stream).write('b')
  assert.is(text(), 'b')
})

test('whatever else is asked, the stream answers', () => {
  const stream = Object.assign(new PassThrough(), { columns: 80 })
  const output = openOutput(9999, () => stream)
  assert.ok('columns' in output)
  assert.not('rows' in output)
  output.end('x')
  assert.is(stream.writableEnded, true)
})

if (process.platform === 'linux') {
  test('of a pipe, what is there is read, and the stream waits for the rest', async () => {
    const pipe = makePipe()
    writeSync(pipe, 'there, ')
    assert.is(await textOf(openStdin(pipe, () => Readable.from(['and the rest']))), 'there, and the rest')
  })

  test('to a pipe, what it takes is written, and the stream has the rest', () => {
    const pipe = makePipe()
    const [stream, rest] = collector()
    const output = openOutput(pipe, () => stream)
    const content = Array.from({ length: 2e5 }, (_, at) => at % 10).join('')
    output.write(content)
    output.write('.')
    const taken = Buffer.alloc(2e5)
    const size = readSync(pipe, taken)
    assert.ok(size > 0 && size < 2e5)
    assert.is(taken.toString('utf8', 0, size) + rest(), `${content}.`)
  })

  test('files, pipes and /dev/null are no terminals, and of others nothing is known', () => {
    for (const path of [join(makeFolder({ a: '' }), 'a'), '/dev/null'])
      assert.ok(isNeverTerminal(openSync(path, 'r')), path)
    assert.ok(isNeverTerminal(makePipe()))
    assert.not(isNeverTerminal(openSync('/dev/full', 'r')))
    assert.not(isNeverTerminal(9999))
  })
}

test.run()
