import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ignoringCase, searchFor, searchForKinds } from '../../../src/manifest/search/search.ts'
import { searchSources } from '../../../src/manifest/search/search-sources.ts'

const holds = (text: string, texts: readonly string[]): boolean =>
  searchFor(Buffer.from(text), texts).isWithin(0, Buffer.byteLength(text))

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

test('starts over for a span before the last one', () => {
  const search = searchFor(Buffer.from('..abc..abc'), ['abc'])
  assert.equal(
    [
      [5, 10],
      [0, 4],
      [0, 5],
      [3, 9],
      [2, 5],
    ].map(([start = 0, end = 0]) => search.isWithin(start, end)),
    [true, false, true, false, true],
  )
})

for (const text of [
  'enforce-mountable-secrets',
  'imagePullSecrets',
  'acr-secret',
  'münchen-Pull-secret',
  'azurecr',
]) {
  test(`finds all of a text that is searched for by a piece: ${text}`, () => {
    assert.ok(holds(text, [text]))
    assert.ok(holds(`a${text}b`, [text]))
    for (let at = 1; at < text.length; at += 1) {
      assert.not.ok(holds(`${text.slice(0, at)}#${text.slice(at)}`, [text]), String(at))
      assert.ok(holds(`${text.slice(at)}${text}`, [text]), String(at))
    }
    const bytes = Buffer.from(`a${text}b`)
    const search = searchFor(bytes, [text])
    assert.not.ok(search.isWithin(0, bytes.length - 2))
    assert.not.ok(search.isWithin(2, bytes.length))
  })
}

const isKind = (text: string): boolean =>
  searchForKinds(Buffer.from(text), ['Secret']).isWithin(0, text.length)

test('finds kinds at the ends and in the middle of lines', () => {
  for (const text of [
    'kind: Secret\n',
    'kind: Secret',
    'kind:\n  Secret\n',
    '{"kind":"Secret"}',
    'kind: SecretList\n',
  ])
    assert.ok(isKind(text), text)
  for (const text of [
    'kind: SecretStore\n',
    'kind: Secrets\n',
    'a: my Secret\n',
    'kind: aSecret\n',
    'a: Secret b\n',
  ])
    assert.not.ok(isKind(text), text)
})

test('sources in one block are found as if each were alone', () => {
  const texts = ['abc', 'a', 'bc', '', '..abc', 'ab']
  const block = Buffer.from(texts.map(text => `${text}\n`).join(''))
  let at = 0
  const sources = texts.map(text => {
    const bytes = block.subarray(at, at + text.length)
    at += text.length + 1
    return { name: '', bytes, block }
  })
  const search = searchSources(bytes => searchFor(bytes, ['abc']))
  const found = (all: typeof sources): readonly boolean[] =>
    all.map(source => search(source).isWithin(0, source.bytes.length))
  assert.equal(found(sources), [true, false, false, false, true, false])
  assert.equal(found(sources.toReversed()), [false, true, false, false, false, true])
  assert.ok(search({ name: '', bytes: Buffer.from('abc') }).isWithin(0, 3))
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
