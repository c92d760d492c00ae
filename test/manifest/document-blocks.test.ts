import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DocumentBlocks } from '../../src/manifest/document-blocks.ts'
import { cutDocuments } from '../../src/manifest/stream.ts'
import { chunksOf } from './chunks.ts'
import { propertyRuns } from '../property-runs.ts'

const texts = fc
  .array(
    fc.constantFrom(
      'a: 1\n',
      '---\n',
      '---',
      '--- # c\n',
      '\n',
      '\r\n',
      '\r',
      '-',
      '--',
      ' ',
      '# c\n',
      '\uFEFF',
      'b|',
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

const documentsIn = (bytes: Uint8Array): string[] =>
  [...cutDocuments(bytes)].map(({ start, end }) => Buffer.from(bytes.subarray(start, end)).toString())

test('blocks hold the same documents, however a stream is cut', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(8), { maxLength: 60 }), (text, sizes) => {
      const bytes = Buffer.from(text)
      const blocks = new DocumentBlocks()
      const whole = chunksOf(bytes, sizes).flatMap(chunk => blocks.push(chunk) ?? [])
      const all = [...whole, blocks.end()]
      assert.is(Buffer.concat(all).toString(), text)
      const [first = Buffer.alloc(0), ...others] = all
      const found = [...documentsIn(first), ...others.flatMap(block => documentsIn(block))]
      assert.equal(found, documentsIn(bytes))
    }),
    { numRuns: propertyRuns(1500) },
  )
})

test('a document is whole as soon as the next one is sure to begin', () => {
  const blocks = new DocumentBlocks()
  assert.is(blocks.push(Buffer.from('a: 1\n--')), undefined)
  assert.is(blocks.push(Buffer.from('-')), undefined)
  assert.is(String(blocks.push(Buffer.from('\n'))), 'a: 1\n')
  assert.is(String(blocks.end()), '---\n')
})

test.run()
