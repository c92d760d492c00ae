import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bodyOf } from '../../src/manifest/syntax/document-body.ts'
import { parseJson } from '../../src/manifest/fast-reader/json-trees.ts'
import type { SyntaxFault, SyntaxNode } from '../../src/manifest/syntax/node.ts'
import { parseSyntax } from '../../src/manifest/parse-syntax.ts'
import { parseYaml } from '../../src/manifest/syntax/parse-yaml.ts'
import { plainNode } from './fast-reader/agreement.ts'
import { propertyRuns } from '../property-runs.ts'

const rootsOfJson = (text: string): readonly SyntaxNode[] | SyntaxFault | undefined => {
  const parsed = parseJson(text, { text, offset: 0 })
  return parsed?.kind === 'trees' ? parsed.roots : parsed
}

const rootsOfYaml = (text: string): readonly SyntaxNode[] | SyntaxFault => {
  const parsed = parseYaml({ text, offset: 0 })
  return parsed.kind === 'trees' ? parsed.roots : parsed
}

const plainTrees = (text: string, parsed: ReturnType<typeof parseJson>): unknown =>
  parsed?.kind === 'trees' ? parsed.roots.map(root => plainNode(text, root)) : parsed

test('a JSON text has the same nodes at the same places for the JSON parser and for YAML', () => {
  const text = fc
    .tuple(fc.jsonValue({ depthSize: 'small', stringUnit: 'grapheme' }), fc.constantFrom(undefined, 2, 4))
    .map(([value, space]) => JSON.stringify({ a: value }, null, space))
    // YAML has no such escapes for halves of a pair, and limits keys on one line to 1024 characters.
    .filter(json => !/[\u007F-\u009F\uD800-\uDFFF\uFEFF\uFFFE\uFFFF\u2028\u2029]|\\ud[89a-f]/i.test(json))
  fc.assert(
    fc.property(text, json => {
      const document = `---\n${json}`
      const body = { text: json, offset: document.length - json.length }
      assert.equal(plainTrees(document, parseJson(document, body)), plainTrees(document, parseYaml(body)))
    }),
    { numRuns: propertyRuns(250) },
  )
})

test('strict JSON is told from what only looks like it', () => {
  for (const text of [
    '{"a":1,}',
    "{'a':1}",
    '{a: 1}',
    '[1 2]',
    '{"a":01}',
    '{"a":"\t"}',
    '{"a":"\\x"}',
    '{"a":',
    '{"a" 1}',
    '{"a":1} x',
    'a: {"b":1}',
    '',
  ])
    assert.is(rootsOfJson(text), undefined, text)
})

test('objects in a row are several roots, lists or scalars in a row are not JSON', () => {
  const roots = rootsOfJson('{"a":1}{"b":[true,null,-1.5e3,"\\u00fc"]}\n')
  assert.is(Array.isArray(roots) && roots.length, 2)
  assert.is(rootsOfJson('{} []'), undefined)
  assert.is(rootsOfJson('[] {}')?.constructor, Array)
})

test('depth is limited without a stack overflow', () => {
  for (const parse of [rootsOfJson, rootsOfYaml]) {
    const fault = parse('['.repeat(100_000) + ']'.repeat(100_000))
    assert.ok(fault !== undefined && 'what' in fault)
    assert.match(fault.what, 'more than 500 levels')
  }
})

test('a long string does not overflow either', () => {
  const long = 'x\\n'.repeat(2_000_000)
  const roots = rootsOfJson(`{"a":"${long}"}`)
  assert.ok(Array.isArray(roots))
})

const bodies: Record<string, [text: string, body: string]> = {
  'nothing to take away': ['a: 1\n', 'a: 1\n'],
  'a marker line': ['---\na: 1\n', 'a: 1\n'],
  'a marker line with a comment': ['--- # c\r\na: 1\r\n', 'a: 1\r\n'],
  'a byte order mark': ['\uFEFFa: 1', 'a: 1'],
  'a byte order mark before and behind the marker': ['\uFEFF---\n\uFEFFa: 1', 'a: 1'],
  'content on the marker line, which stays': ['--- {a: 1}\n', '--- {a: 1}\n'],
  'directives behind the end': ['a: 1\n...\n# c\n%YAML 1.2\n', 'a: 1\n'],
  'an end marker with a document behind it, which stays': ['a: 1\n...\nb: 1\n', 'a: 1\n...\nb: 1\n'],
  'lone CR': ['---\ra: 1\rb: 2\r\n', 'a: 1\nb: 2\r\n'],
}

for (const [name, [text, body]] of Object.entries(bodies)) {
  test(`the body has ${name}`, () => {
    const found = bodyOf(text)
    assert.is(found.text, body)
    assert.is(text.slice(found.offset, found.offset + 1), body.slice(0, 1))
  })
}

test('an alias is the node that it stands for', () => {
  const syntax = parseSyntax('a: &x {b: 1}\nc: *x\n')
  assert.ok('roots' in syntax)
  const [root] = syntax.roots
  assert.ok(root?.type === 'mapping')
  assert.is(root.members[0]?.value, root.members[1]?.value)
  assert.ok(syntax.hasAliases)
})

test('anchors end with their document', () => {
  const syntax = parseSyntax('a: &x 1\n...\n---\nb: *x\n')
  assert.ok(syntax.kind === 'fault')
  assert.match(syntax.what, 'no anchor &x')
})

test.run()
