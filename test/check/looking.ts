import { check } from '../../src/check/check.ts'
import type { Check } from '../../src/check/check.ts'
import { readManifests } from '../../src/check/inventory/read-manifests.ts'
import type { CheckResult } from '../../src/check/check-result.ts'
import type { ManifestOptions } from '../../src/check/inventory/read-manifests.ts'
import { resourcesOfObjects } from '../../src/check/inventory/from-objects.ts'
import type { Inventory, KnownSecret } from '../../src/check/inventory/inventory.ts'
import { survey } from '../../src/check/examine/survey.ts'
import { registriesFrom } from '../../src/image/registry.ts'

export const NOW = Date.parse('2030-01-01T12:00:00Z')

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** A token that ends so many milliseconds from `NOW` on. */
export function tokenEnding(distance: number): string {
  const claims = JSON.stringify({ exp: Math.floor((NOW + distance) / 1000) })
  return `${base64('{"alg":"RS256"}')}.${Buffer.from(claims).toString('base64url')}.c2ln`
}

export function dockerConfig(...servers: readonly string[]): string {
  return JSON.stringify({
    auths: Object.fromEntries(servers.map(server => [server, { auth: base64('puller:hunter2') }])),
  })
}

/** `acr-secret` in `shop`, a pull secret for contoso, as far as nothing else is said. */
export function secret(text: string = dockerConfig('contoso.azurecr.io'), name = 'acr-secret'): KnownSecret {
  return {
    identity: { group: '', version: 'v1', kind: 'Secret', namespace: 'shop', name },
    type: 'kubernetes.io/dockerconfigjson',
    fields: new Map([['.dockerconfigjson', { text, isDecoded: true }]]),
  }
}

/** A Pod in `shop` as a cluster gives it. */
export function pod(image: string, ...secrets: readonly string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { imagePullSecrets: secrets.map(name => ({ name })), containers: [{ name: 'web', image }] },
  }
}

export function inventory(parts: Partial<Inventory> = {}): Inventory {
  return {
    resources: [],
    secrets: [],
    serviceAccounts: [],
    absent: [],
    denied: [],
    generated: [],
    isComplete: false,
    isStrict: false,
    hiddenAccounts: [],
    ...parts,
  }
}

/** What a check of objects of a cluster finds. */
export function look(objects: readonly object[], parts: Partial<Inventory> = {}): Check {
  const all = inventory({ resources: resourcesOfObjects(objects), ...parts })
  return check(survey(all, registriesFrom([]), NOW))
}

export async function checkText(
  text: string,
  options: Partial<ManifestOptions> = {},
  name = 'input.yaml',
): Promise<CheckResult> {
  const { registries = [], serviceAccounts = [], isComplete = false } = options
  const sources = [{ name, path: `/${name}`, bytes: Buffer.from(text) }]
  const { inventory: known, ...rest } = await readManifests(
    { sources, inputs: sources, problems: [] },
    { registries, serviceAccounts, isComplete },
  )
  return { ...rest, check: check(survey(known, registriesFrom(registries), NOW)) }
}
