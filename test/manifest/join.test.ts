import { execFileSync } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { joinSources } from '../../src/manifest/join.ts'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'

const join = (...sources: string[]): string =>
  Buffer.concat([...joinSources(sources.map(source => [Buffer.from(source)]))]).toString()

const json = (name: string): string =>
  `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${name}", "labels": {"a": "}\\"{"}}}`
const yaml = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`

const table: Record<string, [sources: string[], stream: string]> = {
  nothing: [[], ''],
  'one source': [['\uFEFF{}'], '\uFEFF{}'],
  'one source among empty ones': [['', 'a: 1', ''], 'a: 1'],
  'two sources': [['a: 1\n', 'b: 1\n'], 'a: 1\n---\nb: 1\n'],
  'a missing line end': [['a: 1', 'b: 1'], 'a: 1\n---\nb: 1'],
  'a marker that is there': [['a: 1', '---\nb: 1'], 'a: 1\n---\nb: 1'],
  'a marker with a comment': [['a: 1\n', '--- # b\nb: 1'], 'a: 1\n--- # b\nb: 1'],
  'a marker behind comments': [['a: 1\n', '# b\n\n---\nb: 1'], 'a: 1\n# b\n\n---\nb: 1'],
  'a marker behind a blank line, which a block scalar would swallow': [
    ['a: |+\n  1\n', '\n---\nb: 1'],
    'a: |+\n  1\n---\n\n---\nb: 1',
  ],
  'no marker but hyphens': [['a: 1\n', '----\n'], 'a: 1\n---\n----\n'],
  'comments only': [['# a\n', '# b\n', 'c: 1\n'], '# a\n---\n# b\n---\nc: 1\n'],
  'white space only': [['a: 1\n', '\n', 'b: 1\n'], 'a: 1\n\n---\nb: 1\n'],
  'a directive': [['a: 1\n', '%YAML 1.2\n---\nb: 1\n'], 'a: 1\n...\n%YAML 1.2\n---\nb: 1\n'],
  CRLF: [['a: 1\r\nb: 2', 'c: 1\r\n', 'd: 1\n'], 'a: 1\r\nb: 2\r\n---\r\nc: 1\r\n---\nd: 1\n'],
  'byte order marks': [['\uFEFFa: 1\n', '\uFEFF---\nb: 1\n'], '\uFEFFa: 1\n---\nb: 1\n'],
  JSON: [['{}', '\n{}\n', '{"a":1}\n'], '{}\n\n{}\n{"a":1}\n'],
  'JSON behind YAML': [['a: 1\n', '{"b": [{}]}\n'], 'a: 1\n---\n{"b": [{}]}\n'],
  'JSON before YAML': [['{"a": 1}\n', 'b: 1\n'], '---\n{"a": 1}\n---\nb: 1\n'],
  'several values before YAML': [
    ['{"a": "}\\""}{}\n\n{}', 'b: 1\n'],
    '---\n{"a": "}\\""}\n---\n{}\n\n---\n{}\n---\nb: 1\n',
  ],
  'JSON and YAML in one source': [['{}\n---\na: 1\n', 'b: 1\n'], '---\n{}\n---\na: 1\n---\nb: 1\n'],
  'JSON that never ends': [['{"a": [', 'b: 1\n'], '---\n{"a": [\n---\nb: 1\n'],
  'flow mappings': [['{a: 1}\n', '{b: 1}\n'], '---\n{a: 1}\n---\n{b: 1}\n'],
}

for (const [name, [sources, stream]] of Object.entries(table)) {
  test(`joins ${name}`, () => assert.is(join(...sources), stream))
}

test('a source comes in any pieces', () => {
  const pieces = [
    [Buffer.from('{'), Buffer.from('}')],
    [Buffer.from('-'), Buffer.from('--\na: 1')],
  ]
  assert.is(Buffer.concat([...joinSources(pieces)]).toString(), '---\n{}\n---\na: 1')
})

const kubectl = findProgram('kubectl', 'what kubectl reads from joined sources')
if (kubectl !== undefined) {
  const streams: Record<string, string[]> = {
    'JSON and JSON': [json('a'), json('b')],
    'YAML and JSON': [yaml('a'), json('b')],
    'JSON and YAML': [json('a'), yaml('b')],
    'several JSON values and YAML': [json('a') + json('b'), yaml('c'), json('d') + '\n' + json('e')],
    'flow mappings': ['{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}', yaml('b')],
    'byte order marks': ['\uFEFF' + json('a'), '\uFEFF' + json('b'), '\uFEFF---\n' + yaml('c')],
    'a directive': [yaml('a'), '%YAML 1.2\n---\n' + yaml('b')],
    CRLF: [yaml('a').replaceAll('\n', '\r\n'), yaml('b')],
    comments: ['# a\n' + yaml('a'), '# b\n', '# c\n---\n' + yaml('c'), json('d')],
  }
  test('kubectl reads every resource of each stream', () => {
    const all = Object.values(streams)
    // As one call, with a file for each stream: kubectl reads a file as it reads its input.
    const folder = makeFolder(Object.fromEntries(all.map((sources, at) => [`${at}.yaml`, join(...sources)])))
    const files = all.flatMap((_, at) => ['-f', `${folder}/${at}.yaml`])
    const args = ['label', '--local', ...files, 'x=y', '-o', 'name']
    const read = execFileSync(kubectl, args, { encoding: 'utf8' }).trim().split('\n')
    for (const [name, sources] of Object.entries(streams)) {
      const names = [...sources.join('\n').matchAll(/"?name"?: "?(\w)/g)].map(([, letter]) => letter)
      assert.equal(
        read.splice(0, names.length),
        names.map(letter => `configmap/${letter}`),
        name,
      )
    }
    assert.equal(read, [])
  })
}

test.run()
