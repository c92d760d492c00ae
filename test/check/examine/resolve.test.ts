import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Inventory, KnownSecret, PlacedGeneratedSecret } from '../../../src/check/inventory/inventory.ts'
import { secretResolver } from '../../../src/check/examine/resolve.ts'
import { inventory, secret } from '../looking.ts'

const creator = { group: 'bitnami.com', version: 'v1alpha1', kind: 'SealedSecret', name: 'a' }

function inNamespace(namespace: string | undefined): KnownSecret {
  const { group, version, kind, name } = secret().identity
  return {
    ...secret(),
    identity: { group, version, kind, name, ...(namespace === undefined ? {} : { namespace }) },
  }
}

function promised(namespace: string, more: Partial<PlacedGeneratedSecret> = {}): PlacedGeneratedSecret {
  return { name: 'acr-secret', creator: { ...creator, namespace }, namespaces: { kind: 'own' }, ...more }
}

const some = (...names: readonly string[]): Partial<PlacedGeneratedSecret> => ({
  namespaces: { kind: 'some', names },
})

const shop = { namespace: 'shop', name: 'acr-secret' }
const nowhere = { name: 'acr-secret' }

const table: Record<
  string,
  [wanted: typeof shop | typeof nowhere, parts: Partial<Inventory>, state: string]
> = {
  'in its namespace': [shop, { secrets: [inNamespace('shop')] }, 'found'],
  'neither gives a namespace': [nowhere, { secrets: [inNamespace(undefined)] }, 'found'],
  'in another namespace': [shop, { secrets: [inNamespace('infra')] }, 'elsewhere'],
  'in both': [shop, { secrets: [inNamespace('infra'), inNamespace('shop')] }, 'found'],
  'the Secret gives no namespace': [shop, { secrets: [inNamespace(undefined)] }, 'found loosely'],
  'the workload gives no namespace': [nowhere, { secrets: [inNamespace('shop')] }, 'found loosely'],
  'not there, where a Secret gives no namespace': [
    shop,
    { secrets: [inNamespace(undefined)], absent: [shop] },
    'elsewhere',
  ],
  'under another name': [shop, { secrets: [secret(undefined, 'other')] }, 'unknown'],
  'nobody said anything': [shop, {}, 'unknown'],
  'the input is complete': [shop, { isComplete: true }, 'absent'],
  'not there': [shop, { absent: [shop] }, 'absent'],
  'not there, but elsewhere': [shop, { absent: [shop], secrets: [inNamespace('infra')] }, 'elsewhere'],
  'may not be read': [shop, { denied: [shop], isComplete: true }, 'denied'],
  'made by a controller': [shop, { generated: [promised('shop')], isComplete: true }, 'generated'],
  'made in another namespace': [shop, { generated: [promised('infra')] }, 'unknown'],
  'made in any namespace': [
    shop,
    { generated: [promised('infra', { namespaces: { kind: 'any' } })] },
    'generated',
  ],
  'made in namespaces that are named': [
    shop,
    { generated: [promised('infra', some('web', 'shop'))] },
    'generated',
  ],
  'made in others': [
    shop,
    { generated: [promised('infra', some('web', 'shopping'))], isComplete: true },
    'absent',
  ],
  'made by an expression': [shop, { generated: [promised('infra', some('sh.*'))] }, 'generated'],
  'made by an expression of others': [shop, { generated: [promised('infra', some('ho.*'))] }, 'unknown'],
  'made by an expression that is hard to read': [
    shop,
    { generated: [promised('infra', some('(a|b)+'))] },
    'generated',
  ],
  'a copy of a Secret that is here': [
    shop,
    {
      generated: [promised('infra', { ...some('shop'), copyOf: { namespace: 'infra', name: 'acr-secret' } })],
      secrets: [inNamespace('infra')],
    },
    'found',
  ],
  'a copy of a Secret that is not here': [
    shop,
    {
      generated: [promised('infra', { ...some('shop'), copyOf: { namespace: 'infra', name: 'acr-secret' } })],
    },
    'generated',
  ],
  'written over by a Secret that is here': [
    shop,
    {
      secrets: [
        { ...inNamespace('shop'), copyOf: { namespace: 'infra', name: 'acr-secret' } },
        inNamespace('infra'),
      ],
    },
    'found',
  ],
  'written over by a Secret that is not here': [
    shop,
    { secrets: [{ ...inNamespace('shop'), copyOf: { namespace: 'infra', name: 'other' } }] },
    'generated',
  ],
  'made here, found elsewhere': [
    shop,
    { generated: [promised('shop')], secrets: [inNamespace('infra')] },
    'generated',
  ],
}

for (const [name, [wanted, parts, state]] of Object.entries(table)) {
  test(name, () => {
    const found = secretResolver(inventory(parts))(wanted)
    assert.is(found.state === 'found' && found.isNamespaceUnknown ? 'found loosely' : found.state, state)
  })
}

test('of two with one name, the later one counts', () => {
  const [one, other] = [secret('{}'), secret()]
  const found = secretResolver(inventory({ secrets: [one, other] }))(shop)
  assert.ok(found.state === 'found' && found.secret === other)
})

test.run()
