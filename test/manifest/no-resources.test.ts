import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { holdNoResources } from '../../src/manifest/no-resources.ts'

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
const emptyList = 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n'

const table: Record<string, [texts: readonly string[], isNothing: boolean]> = {
  nothing: [[''], true],
  'no source': [[], true],
  'a comment and markers': [['# a\n---\n---\n'], true],
  'an empty list': [[emptyList], true],
  'an empty list of a type': [['apiVersion: v1\nkind: PodList\nitems: []\n'], true],
  'an empty list in JSON': [['{"apiVersion":"v1","items":[],"kind":"List"}\n'], true],
  'an empty list that only the tree can read': [['apiVersion: v1\nitems: &a []\nkind: List\n'], true],
  'empty lists in documents and sources': [[`${emptyList}---\n${emptyList}`, emptyList, ''], true],
  'an empty list and a resource': [[`${emptyList}---\n${configMap}`], false],
  'an empty list and a resource in another source': [[emptyList, configMap], false],
  'a list without the key, which is a resource for kubectl': [['apiVersion: v1\nkind: List\n'], false],
  'what cannot be read': [[`${emptyList}---\na: [\n`], false],
}

for (const [name, [texts, isNothing]] of Object.entries(table)) {
  test(name, async () => {
    const sources = texts.map((text, at) => ({ name: `${at}`, bytes: Buffer.from(text) }))
    assert.is(await holdNoResources(sources), isNothing)
  })
}

test.run()
