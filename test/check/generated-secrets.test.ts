import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Inventory, PlacedGeneratedSecret } from '../../src/check/inventory/inventory.ts'
import { look, pod } from './looking.ts'

const IMAGE = 'contoso.azurecr.io/web'
const HOUR = 3600

/** What a controller in the cluster makes in `shop`: an object, so that there is no place. */
function generated(parts: Partial<PlacedGeneratedSecret>): Partial<Inventory> {
  return {
    generated: [
      {
        name: 'acr-secret',
        creator: {
          group: 'external-secrets.io',
          version: 'v1',
          kind: 'ExternalSecret',
          namespace: 'shop',
          name: 'pull',
        },
        namespaces: { kind: 'own' },
        ...parts,
      },
    ],
  }
}

const saidOf = (parts: Partial<PlacedGeneratedSecret>): readonly string[] =>
  look([pod(IMAGE, 'acr-secret')], generated(parts))
    .findings.filter(({ resource }) => resource.kind === 'ExternalSecret')
    .map(({ severity, code, what }) => `${severity} ${code}: ${what}`)

const table: Record<string, [parts: Partial<PlacedGeneratedSecret>, expected: RegExp | undefined]> = {
  'renewed in time': [{ renewal: HOUR, lifetime: 3 * HOUR }, undefined],
  'without a token': [{ renewal: HOUR }, undefined],
  'never renewed': [
    { renewal: Number.POSITIVE_INFINITY, lifetime: 3 * HOUR },
    /renews acr-secret never, and its token expires after 3 hours$/,
  ],
  'renewed after hours': [{ renewal: 24 * HOUR, lifetime: 3 * HOUR }, / after 24 hours, /],
  'renewed after minutes': [
    { renewal: 90 * 60, lifetime: HOUR },
    / after 90 minutes, and its token expires after 60 minutes$/,
  ],
  'renewed after seconds': [{ renewal: HOUR + 1, lifetime: HOUR }, / after 3601 seconds, /],
  'of a type that is none of a pull secret': [{ type: 'Opaque' }, /^error wrong-type: .* of type Opaque/],
  'without the key of its type': [
    { type: 'kubernetes.io/dockerconfigjson', keys: ['config.json'] },
    /^error wrong-key: /,
  ],
  'with the key of its type': [
    { type: 'kubernetes.io/dockerconfigjson', keys: ['.dockerconfigjson'] },
    undefined,
  ],
  'for other hosts': [
    { servers: ['fabrikam.azurecr.io'] },
    /^error no-entry-for-host: .* creates acr-secret with entries only for fabrikam\.azurecr\.io/,
  ],
  'for no host': [{ servers: [] }, /^error no-entry-for-host: .* creates acr-secret without entries/],
}

for (const [name, [parts, expected]] of Object.entries(table))
  test(`a Secret that a controller makes, ${name}`, () => {
    const said = saidOf(parts)
    if (expected === undefined) assert.equal(said, [])
    else assert.match(said.join('\n'), expected)
  })

const remedies = (parts: Partial<PlacedGeneratedSecret>): string =>
  look([pod(IMAGE, 'acr-secret')], generated(parts))
    .findings.map(({ remedy }) => remedy)
    .join('\n')

test('its type is set where the resource says it', () => {
  assert.match(
    remedies({ type: 'Opaque', typeAt: 'spec.target.template.type' }),
    'set spec.target.template.type to',
  )
  assert.match(remedies({ type: 'Opaque' }), 'set its type to')
})

test.run()
