import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { effectiveList, serviceAccountsOf } from '../../../src/check/examine/effective-list.ts'
import { resourcesOfObjects } from '../../../src/check/inventory/from-objects.ts'
import { inventory } from '../looking.ts'

const account = (name: string, secrets: readonly string[], namespace = 'shop'): object => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
  imagePullSecrets: secrets.map(one => ({ name: one })),
})

/** The list in force for a Pod of `shop`: its origin, its names, and `?` if its ServiceAccount is not known. */
function listFor(spec: object, others: readonly object[], isComplete = false): string {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec }
  const resources = resourcesOfObjects([pod, ...others])
  const [first] = resources
  const site = first?.resource.sites[0]
  assert.ok(first !== undefined && site !== undefined)
  const all = inventory({
    resources,
    serviceAccounts: [
      { namespace: 'shop', name: 'declared', secrets: ['d'], enforcesMountableSecrets: false },
    ],
    isComplete,
  })
  const {
    origin,
    names,
    account: known,
  } = effectiveList(first.resource.identity, site, serviceAccountsOf(all))
  return `${origin}: ${names.join(', ')}${known === undefined ? ' ?' : ''}`
}

const own = (...names: readonly (string | undefined)[]): object => ({
  imagePullSecrets: names.map(name => (name === undefined ? {} : { name })),
})

const table: Record<string, [spec: object, others: readonly object[], expected: string]> = {
  'its own': [own('a', 'b'), [account('default', ['c'])], 'pod: a, b'],
  'its own, each name once': [own('a', 'b', 'a'), [account('default', [])], 'pod: a, b'],
  'its own with an empty entry hides the other': [own(undefined), [account('default', ['c'])], 'pod: '],
  'its own with an empty name': [own('', 'a'), [account('default', ['c'])], 'pod: a'],
  'an empty list is none': [own(), [account('default', ['c'])], 'service-account: c'],
  'null is none': [{ imagePullSecrets: null }, [account('default', ['c'])], 'service-account: c'],
  'no list': [{}, [account('default', ['c', 'd'])], 'service-account: c, d'],
  'that of the ServiceAccount that it names': [
    { serviceAccountName: 'robot' },
    [account('default', ['c']), account('robot', ['r'])],
    'service-account: r',
  ],
  'by the deprecated field': [{ serviceAccount: 'robot' }, [account('robot', ['r'])], 'service-account: r'],
  'not that of another namespace': [{}, [account('default', ['c'], 'infra')], 'service-account:  ?'],
  'that which was declared': [{ serviceAccountName: 'declared' }, [], 'service-account: d'],
  'what a manifest says goes before what was declared': [
    { serviceAccountName: 'declared' },
    [account('declared', ['e'])],
    'service-account: e',
  ],
  'not known': [{}, [], 'service-account:  ?'],
}

for (const [name, [spec, others, expected]] of Object.entries(table)) {
  test(name, () => assert.is(listFor(spec, others), expected))
}

test('of a complete input, a ServiceAccount that is not in it lists nothing', () =>
  assert.is(listFor({}, [], true), 'service-account: '))

test.run()
