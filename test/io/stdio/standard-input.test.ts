import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
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
const bytes = await readAll(openStdin(0, () => process.stdin))
console.log(bytes.length + ' ' + createHash('md5').update(bytes).digest('hex'))
`
const program = join(makeFolder({ 'program.mjs': source }), 'program.mjs')

/** What a process says of its standard input, given as the pipe's pieces, or as a file. */
function readIn(stdin: readonly Buffer[] | number): Promise<string> {
  const child = spawn(process.execPath, [program], {
    stdio: [typeof stdin === 'number' ? stdin : 'pipe', 'pipe', 'inherit'],
  })
  if (typeof stdin !== 'number' && child.stdin !== null) Readable.from(stdin).pipe(child.stdin)
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    child.on('error', reject).on('close', () => resolve(text.trim()))
  })
}

const never = (): never => {
  throw new Error('no stream is needed')
}

const said = (bytes: Buffer): string => `${bytes.length} ${createHash('md5').update(bytes).digest('hex')}`

for (const length of [0, 1, 2 ** 16, 2 ** 20, 2 ** 20 + 1, 3_000_000, 20_000_000]) {
  test(`a pipe with ${length} bytes is read to its end`, async () => {
    const bytes = Buffer.alloc(length, 'a: 1 # and so on\n---\n')
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 100_001), bytes.subarray(100_001)]
    const filled = pieces.filter(piece => piece.length > 0)
    assert.is(await readIn(filled), said(bytes))
  })
}

test('a file is read to its end, and so is what has no bytes', async () => {
  const text = 'a: 1\n'.repeat(100_000)
  const folder = makeFolder({ 'a.yaml': text })
  for (const [path, bytes] of [
    [join(folder, 'a.yaml'), Buffer.from(text)],
    [devNull, Buffer.alloc(0)],
  ] as const) {
    const file = openSync(path, 'r')
    assert.is(await readIn(file), said(bytes))
    closeSync(file)
  }
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
