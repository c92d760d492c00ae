import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openStdin, readAll } from '../../../src/io/stdio/standard-input.ts'
import { makeFolder } from '../../folder.ts'
import { compiledPath } from '../../runner/compiled-path.ts'

const compiled = compiledPath(
  fileURLToPath(new URL('../../../src/io/stdio/standard-input.ts', import.meta.url)),
)
const source = `
import { createHash } from 'node:crypto'
import { openStdin, readAll } from '${pathToFileURL(compiled).href}'
for (const descriptor of process.argv.slice(2).map(Number)) {
  const bytes = await readAll(openStdin(descriptor, () => process.stdin))
  console.log(bytes.length + ' ' + createHash('md5').update(bytes).digest('hex'))
}
`
const program = join(makeFolder({ 'program.mjs': source }), 'program.mjs')

/**
 * What a process says of its standard input and of more descriptors, each given as a pipe's pieces or as a file. On Windows, where
 * others cannot be read so, each is the standard input of a process.
 */
async function readIn(inputs: readonly (readonly Buffer[] | number)[]): Promise<readonly string[]> {
  if (process.platform === 'win32' && inputs.length > 1) {
    const each = await Promise.all(inputs.map(input => readIn([input])))
    return each.flat()
  }
  const media = inputs.map(input => (typeof input === 'number' ? input : 'pipe'))
  const descriptors = inputs.map((_, at) => (at === 0 ? 0 : at + 2))
  const child = spawn(process.execPath, [program, ...descriptors.map(String)], {
    stdio: [media[0], 'pipe', 'inherit', ...media.slice(1)],
  })
  for (const [at, input] of inputs.entries()) {
    const pipe = child.stdio[descriptors[at] ?? 0]
    if (typeof input !== 'number' && pipe instanceof Writable) Readable.from(input).pipe(pipe)
  }
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    child.on('error', reject).on('close', () => resolve(text.trim().split('\n')))
  })
}

const never = (): never => {
  throw new Error('no stream is needed')
}

const said = (bytes: Buffer): string => `${bytes.length} ${createHash('md5').update(bytes).digest('hex')}`

test('a pipe or a file of any length is read to its end', async () => {
  const pipes = [3_000_000, 0, 1, 2 ** 16, 2 ** 20, 2 ** 20 + 1, 20_000_000].map(length => {
    const bytes = Buffer.alloc(length, 'a: 1 # and so on\n---\n')
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 100_001), bytes.subarray(100_001)]
    return { bytes, input: pieces.filter(piece => piece.length > 0) }
  })
  const text = 'a: 1\n'.repeat(100_000)
  const path = join(makeFolder({ 'a.yaml': text }), 'a.yaml')
  const files = [
    { bytes: Buffer.from(text), input: openSync(path, 'r') },
    { bytes: Buffer.alloc(0), input: openSync(devNull, 'r') },
  ]
  const all = [...pipes, ...files]
  const told = await readIn(all.map(({ input }) => input))
  for (const { input } of files) closeSync(input)
  assert.equal(
    told,
    all.map(({ bytes }) => said(bytes)),
  )
})

test('a file is read from where its descriptor stands', async () => {
  const file = openSync(join(makeFolder({ 'a.yaml': 'abcdef' }), 'a.yaml'), 'r')
  readSync(file, Buffer.alloc(2))
  assert.is(Buffer.from(await readAll(openStdin(file, never))).toString(), 'cdef')
})

test('any other stream is read as it comes', async () => {
  const pieces = ['a: ', Buffer.from('ü\n'), '---\n']
  assert.is(Buffer.from(await readAll(Readable.from(pieces))).toString(), 'a: ü\n---\n')
  assert.is((await readAll(Readable.from([]))).length, 0)
})

test.run()
