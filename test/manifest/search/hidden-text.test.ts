import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  searchForHiding,
  searchWithEscapes,
  withoutEscapes,
} from '../../../src/manifest/search/hidden-text.ts'
import { ignoringCase, searchForKinds } from '../../../src/manifest/search/search.ts'

const searchForHost = searchWithEscapes(ignoringCase('azurecr.', 1))

/** Whether the host is found, and whether text may be hidden at all, which costs a closer look. */
const rows: readonly (readonly [text: string, isFound: boolean, mayHide: boolean])[] = [
  [String.raw`image: "contoso.azurecr\x2eio/a"`, true, true],
  [String.raw`image: "contoso.azurecr\u002Eio/a"`, true, true],
  [String.raw`image: "contoso.azurecr\U0000002eio/a"`, true, true],
  [String.raw`{"image":"contoso.\u0061\u007aurecr.io/a"}`, true, true],
  ['image: "contoso.azure\\\n      cr.io/a"', true, true],
  ['image: "contoso.azure\\\r\n\r\n      cr.io/a"', true, true],
  ['image: "contoso.azur\\\n\\x65cr.io/a"', true, true],
  ['image: !!binary Y29udG9zby5henVyZWNyLmlvL2E=', true, true],
  ['image: !<tag:yaml.org,2002:binary> Y29udG9zby5henVyZWNyLmlvL2E=', true, true],
  [String.raw`image: "contoso.azurecr\\x2eio/a"`, false, false],
  [String.raw`note: "a \u003c b \u0026 c \u003e d \/ \" \n \t \u00e4 \x1b"`, false, false],
  ['run: |\n  curl --fail \\\n    --silent', false, false],
  [String.raw`image: "contoso\x2eexample/a"`, false, true],
  ['!important: !!str binary !', false, false],
]

for (const [text, isFound, mayHide] of rows) {
  test(`hidden text: ${JSON.stringify(text)}`, () => {
    for (const all of [text, `a: 1\n${text}\nb: 2\n`]) {
      const bytes = Buffer.from(all)
      assert.is(searchForHost(bytes).isWithin(0, bytes.length), isFound)
      assert.is(searchForHiding(bytes).isWithin(0, bytes.length), mayHide)
    }
  })
}

test('a document behind one that hides text is judged by itself', () => {
  const documents = ['a: "\\x41"\n', 'b: 2\n', 'c: "contoso.azurecr\\x2eio"\n', 'd: azurecr.\n']
  const bytes = Buffer.from(documents.join(''))
  const search = searchForHost(bytes)
  let start = 0
  const found = documents.map(text => search.isWithin(start, (start += text.length)))
  assert.equal(found, [false, false, true, true])
})

test('places are found again in a span before the last one', () => {
  const bytes = Buffer.from('a: "\\x41"\nb: 2\nc: "\\x43"\n')
  const places = searchForHiding(bytes)
  assert.equal(
    [
      [15, bytes.length],
      [0, 4],
      [0, 9],
    ].map(([start = 0, end = 0]) => places.isWithin(start, end)),
    [true, false, true],
  )
})

test('what stretches divide is found', () => {
  for (const length of [2 ** 18, 2 ** 19, 2 ** 20]) {
    for (let shift = 0; shift < 14; shift += 1) {
      for (const text of ['contoso.azurecr.io', 'contoso.azurecr\\x2eio']) {
        const bytes = Buffer.from('x'.repeat(length - shift) + text + 'x'.repeat(length))
        assert.ok(searchForHost(bytes).isWithin(0, bytes.length), `${length} ${shift} ${text}`)
        assert.not.ok(searchForHost(bytes).isWithin(0, length - shift + 10), `${length} ${shift} ${text}`)
      }
    }
  }
})

test('no stretch divides an escape', () => {
  for (let shift = 0; shift < 8; shift += 1) {
    const before = 'a: 1\n'
    const filler = 'x'.repeat(2 ** 18 - before.length - shift)
    for (const [written, isFound] of [
      [String.raw`\\\\\\\x2eio`, true],
      [String.raw`\\\\\\\\x2eio`, false],
    ] as const) {
      const bytes = Buffer.from(`${before}${filler}contoso.azurecr${written}`)
      const places = searchForHiding(bytes)
      assert.not.ok(places.isWithin(0, before.length))
      assert.is(places.isWithin(before.length, bytes.length), isFound, `${shift} ${written}`)
    }
  }
})

const undone = (text: string): string => withoutEscapes(Buffer.from(text)).toString()

test('escapes are undone in pairs, as in quotes', () => {
  assert.is(undone(String.raw`\x41\u0042\U00000043 \\x44 \"\n`), String.raw`ABC \\x44 \"\n`)
  assert.is(undone('a\\\n   b\\\r\n\tc'), 'abc')
})

const kinds: Readonly<Record<string, boolean>> = {
  'kind: ServiceAccount': true,
  'kind:\tServiceAccount # comment': true,
  [`kind:${' '.repeat(300)}ServiceAccount`]: true,
  '"kind":"ServiceAccount",': true,
  '{kind: ServiceAccount}': true,
  'kind: !!str "ServiceAccount"': true,
  "kind: &k !!str 'ServiceAccount'": true,
  'kind: # what it is\n  ServiceAccount\nmetadata:': true,
  'kind: |-\n  ServiceAccount\n': true,
  '? kind\n: ServiceAccount\n': true,
  'kind: ServiceAccountList': true,
  '- kind: ServiceAccount': true,
  'automountServiceAccountToken: true': false,
  'serviceAccountName: a': false,
  'text: the ServiceAccount of the pod': false,
  'text: ServiceAccount tokens': false,
}

for (const [text, isFound] of Object.entries(kinds)) {
  test(`a kind as a scalar: ${JSON.stringify(text)}`, () => {
    const bytes = Buffer.from(text)
    assert.is(searchForKinds(bytes, ['ServiceAccount']).isWithin(0, bytes.length), isFound)
  })
}

test.run()
