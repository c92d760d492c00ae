import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Kinds } from '../../src/kinds/kinds.ts'
import { readBy } from '../../src/manifest/read-document.ts'
import { LineCounter } from '../../src/manifest/stream.ts'

test('a document that no string can hold is told, where the tree would have to read it', async () => {
  const bytes = Buffer.alloc(2 ** 29) // of which no page is ever written, so that it takes no room
  const span = { index: 1, start: 0, end: bytes.length }
  const place = { source: { name: 'a', bytes }, span, lines: new LineCounter(bytes, 0) }
  const { problems } = await readBy(new Kinds())(place)
  assert.equal(
    problems.map(({ what }) => what),
    ['the document is larger than 512 MiB, and not plain YAML or JSON'],
  )
})

test.run()
