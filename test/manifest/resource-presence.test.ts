import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { lookForResource } from '../../src/manifest/resource-presence.ts'

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
const emptyList = 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n'

const table: Record<string, [texts: readonly string[], presence: string]> = {
  'no document': [[''], 'no-document'],
  'no source': [[], 'no-document'],
  'a comment and markers': [['# a\n---\n---\n'], 'no-document'],
  'an empty list': [[emptyList], 'empty-list'],
  'an empty list of a type': [['apiVersion: v1\nkind: PodList\nitems: []\n'], 'empty-list'],
  'an empty list in JSON': [['{"apiVersion":"v1","items":[],"kind":"List"}\n'], 'empty-list'],
  'an empty list that only the tree can read': [['apiVersion: v1\nitems: &a []\nkind: List\n'], 'empty-list'],
  'empty lists in documents and sources': [[`${emptyList}---\n${emptyList}`, emptyList, ''], 'empty-list'],
  'an empty list and a resource': [[`${emptyList}---\n${configMap}`], 'found'],
  'an empty list and a resource in another source': [[emptyList, configMap], 'found'],
  'a list without the key, which is a resource for kubectl': [['apiVersion: v1\nkind: List\n'], 'found'],
  'a resource behind other documents': [[`a: 1\n---\n- b\n---\n${configMap}`], 'found'],
  'a key that an escape hides': [['{"api\\u0056ersion":"v1","kind":"ConfigMap"}'], 'found'],
  'what is broken, and a resource': [[`a: [\n---\n${configMap}`], 'found'],
  'what cannot be read': [[`${emptyList}---\napiVersion: [\n`], '0:8 invalid-syntax'],
  'a message of an error': [['Error: release not found\n'], '0:1 not-a-resource'],
  'a message that is no YAML': [['Error: a: b: c\n'], '0:1 not-a-resource'],
  'a text': [['\n# a\n---\n\nhello\n'], '0:5 not-a-resource'],
  'a kind alone': [['kind: ConfigMap\n'], '0:1 not-a-resource'],
  'a version alone, as of a chart': [['# a\napiVersion: v2\nname: web\n'], '0:2 not-a-resource'],
  'values, and nothing else': [['# a\n', '{"name": "web"}'], '1:1 not-a-resource'],
  'a list of other things': [['- hosts: all\n'], '0:1 not-a-resource'],
  'what says apiVersion elsewhere': [['a: {apiVersion: v1, kind: Pod}\n'], '0:1 not-a-resource'],
  'UTF-16': [['\u0000a'], '0:1 foreign-encoding'],
}

for (const [name, [texts, expected]] of Object.entries(table)) {
  test(name, async () => {
    const sources = texts.map((text, at) => ({ name: `${at}`, bytes: Buffer.from(text) }))
    const presence = await lookForResource(sources)
    const told =
      presence.kind === 'others'
        ? `${presence.first.source}:${presence.first.line} ${presence.first.code}`
        : presence.kind
    assert.is(told, expected)
  })
}

test('the lines of a stream are counted on', async () => {
  const presence = await lookForResource([{ name: 'a', bytes: Buffer.from('---\na: b\n') }], 7)
  assert.is(presence.kind === 'others' && presence.first.line, 9)
})

test('a large file of another kind is searched, and not read', async () => {
  const bytes = Buffer.from(`{"a":[${'[1],'.repeat(2 ** 20)}0]`) // which ends too early
  const presence = await lookForResource([{ name: 'a', bytes }])
  assert.is(presence.kind === 'others' && presence.first.code, 'not-a-resource')
})

test.run()
