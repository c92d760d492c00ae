import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isLabel, isSubdomain } from '../../src/kubernetes/names.ts'
import {
  checkName,
  checkNamespace,
  checkSecretName,
  parseAnnotations,
  parseLabels,
} from '../../src/pull-secret/checked-names.ts'
import { thrownBy } from './thrown.ts'

test('names of Secrets', async () => {
  for (const name of ['a', 'acr-secret', '1.2', 'a--b', 'a'.repeat(253)])
    assert.is(checkSecretName(name), name)
  for (const name of ['', 'A', 'a_b', '-a', 'a-', 'a.', '.a', 'a..b', 'a.-b', 'ä', 'a\n', 'a'.repeat(254)]) {
    assert.not.ok(isSubdomain(name))
    assert.match(
      await thrownBy(() => checkSecretName(name)),
      'is not a valid name for a Secret: use at most 253',
    )
  }
  assert.match(
    await thrownBy(() => checkName('A', 'a ServiceAccount')),
    'not a valid name for a ServiceAccount',
  )
})

test('names of namespaces', async () => {
  for (const name of ['a', 'team-a', '1', 'a'.repeat(63)]) assert.is(checkNamespace(name), name)
  for (const name of ['', 'A', 'a.b', '-a', 'a-', 'a'.repeat(64)]) {
    assert.not.ok(isLabel(name))
    assert.match(
      await thrownBy(() => checkNamespace(name)),
      'is not a valid name for a namespace: use at most 63',
    )
  }
})

test('labels', async () => {
  assert.equal(parseLabels(['app=web', 'example.com/Part_of=A.b', 'empty=', 'app=web']), {
    app: 'web',
    'example.com/Part_of': 'A.b',
    empty: '',
  })
  for (const text of ['app', '=web', ''])
    assert.match(await thrownBy(() => parseLabels([text])), '--label KEY=VALUE')
  for (const key of ['-a', 'a b', '/a', 'A.com/a', 'a/b/c', 'a/', 'a'.repeat(64)])
    assert.match(await thrownBy(() => parseLabels([`${key}=x`])), 'is not a valid key for the labels')
  for (const value of ['-a', 'a b', 'a=b', 'a'.repeat(64)])
    assert.match(await thrownBy(() => parseLabels([`a=${value}`])), 'is not a valid value for the label a')
  assert.match(await thrownBy(() => parseLabels(['a=x', 'a=y'])), 'two values')
})

test('annotations', async () => {
  assert.equal(parseAnnotations(['Example.com/note=a = b\n"c"', 'x=']), {
    'Example.com/note': 'a = b\n"c"',
    x: '',
  })
  assert.match(await thrownBy(() => parseAnnotations(['a b=c'])), 'is not a valid key for the annotations')
  assert.match(await thrownBy(() => parseAnnotations([`a=${'x'.repeat(262_144)}`])), 'are 262145 bytes long')
})

test.run()
