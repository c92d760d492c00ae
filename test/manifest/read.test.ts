import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Kinds } from '../../src/kinds/kinds.ts'
import { readBy, readSource } from '../../src/manifest/read-document.ts'

const reader = readBy(new Kinds())
const pod = 'kind: Pod\napiVersion: v1\nmetadata: {name: a}\n'
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const encodings: Record<string, [bytes: Buffer, encoding: string]> = {
  'UTF-16 with its mark': [Buffer.from(`\uFEFF${pod}`, 'utf16le'), 'UTF-16LE'],
  'UTF-16 without': [Buffer.from(pod, 'utf16le'), 'UTF-16LE'],
  'UTF-16 the other way round': [swapped(`\uFEFF${pod}`), 'UTF-16BE'],
  'UTF-16 the other way round, without': [swapped(pod), 'UTF-16BE'],
  'UTF-32 with its mark': [Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'UTF-32LE'],
  'UTF-32 the other way round': [Buffer.from([0, 0, 0xfe, 0xff]), 'UTF-32BE'],
}

for (const [name, [bytes, encoding]] of Object.entries(encodings)) {
  test(`${name} is told from UTF-8`, async () => {
    const { documents, problems } = await readSource({ name: 'a.yaml', bytes }, () => () => false, reader)
    assert.equal(documents, [])
    assert.is(problems[0]?.what, `the text is ${encoding}`)
    assert.match(problems[0]?.remedy ?? '', `iconv -f ${encoding} -t UTF-8`)
  })
}

test('no bytes, and one, are no encoding', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('a')])
    assert.equal((await readSource({ name: 'a', bytes }, () => () => false, reader)).problems, [])
})

test('what is not watched is not read, and counted', async () => {
  const bytes = Buffer.from(`${pod}---\n\u{1F600}: [\n---\n${pod}`)
  const read = await readSource(
    { name: 'a', bytes },
    () =>
      ({ start, end }) =>
        bytes.subarray(start, end).includes('Pod'),
    reader,
  )
  assert.equal([read.documents.length, read.unread, read.problems.length], [2, 1, 0])
  assert.equal(
    read.documents.map(({ span, linesBefore }) => [span.index, linesBefore]),
    [
      [1, 0],
      [3, 5],
    ],
  )
})

const broken: Record<string, [bytes: readonly number[], line: number]> = {
  'a lone byte': [[0x0a, 0xff, 0x0a], 2],
  'a character cut off at the end': [[0x61, 0x0a, 0x0a, 0xe2, 0x82], 3],
  'a character cut off by the next': [[0xe2, 0x82, 0x0a, 0x61], 1],
}

for (const [name, [bytes, line]] of Object.entries(broken)) {
  test(`the line of ${name} is named`, async () => {
    const { problems } = await readSource({ name: 'a', bytes: Buffer.from(bytes) }, () => () => true, reader)
    assert.equal(
      problems.map(problem => [problem.line, problem.what]),
      [[line, 'the text is not UTF-8']],
    )
  })
}

test.run()
