import { readOutline } from '../manifest/outline.ts'
import type { Resource } from '../manifest/resource.ts'
import { readTree } from '../manifest/tree.ts'
import { accountIn } from './effective-list.ts'
import type { KnownSecret, KnownServiceAccount, PlacedResource, ResourceName } from './inventory.ts'

/** Workloads and ServiceAccounts as a cluster gives them: Kubernetes objects, each with its `apiVersion` and `kind`. */
export function resourcesOfObjects(objects: readonly object[]): readonly PlacedResource[] {
  return objects.flatMap(readObject).map(resource => ({ resource, misplaced: [] }))
}

export function accountsOfObjects(objects: readonly object[]): readonly KnownServiceAccount[] {
  return objects
    .flatMap(readObject)
    .filter(({ role }) => role === 'service-account')
    .map(accountIn)
}

function readObject(object: object): readonly Resource[] {
  const text = JSON.stringify(object)
  return (readOutline(Buffer.from(text)) ?? readTree(text)).resources
}

/** A Secret as the API gives it: base64 by key. */
export interface SecretObject extends ResourceName {
  readonly type: string
  readonly data: Readonly<Record<string, string>>
}

export function secretOfObject({ namespace, name, type, data }: SecretObject): KnownSecret {
  const where = namespace === undefined ? {} : { namespace }
  const fields = Object.entries(data).map(
    ([key, value]) => [key, { text: Buffer.from(value, 'base64').toString(), isDecoded: true }] as const,
  )
  return {
    identity: { group: '', version: 'v1', kind: 'Secret', ...where, name },
    type,
    fields: new Map(fields),
  }
}
