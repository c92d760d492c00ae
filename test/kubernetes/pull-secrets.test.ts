import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { effectiveNames, unmountableNames } from '../../src/kubernetes/pull-secrets.ts'
import type { ListedNames } from '../../src/kubernetes/pull-secrets.ts'

const account = { secrets: ['hub', 'ghcr'], enforcesMountableSecrets: false }

const ROWS: readonly (readonly [what: string, listed: ListedNames, names: readonly string[]])[] = [
  ['no list', {}, ['hub', 'ghcr']],
  ['an empty list', { own: [] }, ['hub', 'ghcr']],
  ['an empty list that hides a merged one', { own: [], merged: ['merged'] }, ['hub', 'ghcr']],
  ['a list', { own: ['acr'] }, ['acr']],
  ['a list that hides a merged one', { own: ['acr'], merged: ['merged'] }, ['acr']],
  ['a merged list', { merged: ['merged'] }, ['merged']],
  ['a name twice', { own: ['acr', 'hub', 'acr'] }, ['acr', 'hub']],
  ['an entry without a name beside one', { own: ['', 'acr'] }, ['acr']],
  ['an entry without a name, which is an entry still', { own: [''] }, []],
  ['a merged entry without a name', { merged: [''] }, []],
]

for (const [what, listed, names] of ROWS)
  test(`the names in force for ${what}`, () => {
    assert.equal(effectiveNames(listed, account), names)
  })

test('nothing is known of a ServiceAccount that nobody saw', () => {
  assert.equal(effectiveNames({}, undefined), [])
})

test('an account that enforces mountable secrets allows only its own', () => {
  assert.equal(unmountableNames(['acr', 'hub'], { ...account, enforcesMountableSecrets: true }), ['acr'])
  assert.equal(unmountableNames(['acr'], account), [])
  assert.equal(unmountableNames(['acr'], undefined), [])
})

test.run()
