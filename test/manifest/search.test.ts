import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ignoringCase, searchFor } from '../../src/manifest/search.ts'

const holds = (text: string, texts: readonly string[]): boolean =>
  searchFor(Buffer.from(text), texts).isWithin(0, text.length)

test('finds any of several texts', () => {
  assert.ok(holds('image: contoso.azurecr.io/a', ['nginx', 'azurecr.']))
  assert.not.ok(holds('image: nginx', ['azurecr.', 'contoso']))
  assert.not.ok(holds('image: nginx', []))
})

test('finds what lies within a span, and not what reaches over its end', () => {
  const search = searchFor(Buffer.from('..abc..abc'), ['abc'])
  assert.equal(
    [
      [0, 4],
      [0, 5],
      [2, 5],
      [3, 9],
      [3, 10],
      [8, 10],
    ].map(([start = 0, end = 0]) => search.isWithin(start, end)),
    [false, true, true, false, true, false],
  )
})

const spellings: Record<string, boolean> = {
  'x.azurecr.io': true,
  'X.AZURECR.IO': true,
  'x.aZuReCr.io': true,
  'x.AzUrEcR.io': true,
  'x.azurEcr.io': true,
  'x.azurecR.io': true,
  'zurecr.io': false,
  'azu azurec.io': false,
  azurecr: false,
  'azu azurecr.': true,
}

for (const [text, isFound] of Object.entries(spellings)) {
  test(`in any case: ${text}`, () => {
    const bytes = Buffer.from(text)
    assert.is(ignoringCase('azurecr.', 1)(bytes).isWithin(0, bytes.length), isFound)
  })
}

test.run()
