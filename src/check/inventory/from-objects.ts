import { neverPulledKeys } from '../../kubernetes/pull-policy.ts'
import { Kinds } from '../../kinds/kinds.ts'
import { FastReader } from '../../manifest/fast-reader.ts'
import type { Resource } from '../../manifest/resource.ts'
import { readTree } from '../../manifest/tree.ts'
import { isRecord, textAt } from '../../text/json-record.ts'
import { accountIn } from './account-in.ts'
import type { KnownSecret, KnownServiceAccount, PlacedResource, ResourceName } from './inventory.ts'
import { ownershipOf } from './ownership.ts'

/** Reads resources from objects of a cluster, each with its `apiVersion` and `kind`. */
export function resourcesOfObjects(
  objects: readonly object[],
  kinds = new Kinds(),
): readonly PlacedResource[] {
  const fast = new FastReader()
  return objects.flatMap(object => {
    const ownedBy = ownershipOf(object)
    const isApplied = annotationOf(object, 'kubectl.kubernetes.io/last-applied-configuration') !== ''
    const neverPulled = neverPulledIn(object, '')
    return readObject(object, kinds, fast).map(resource => ({
      resource,
      neverPulled,
      misplaced: [],
      ...(ownedBy === undefined ? {} : { ownedBy }),
      ...(isApplied ? { isApplied: true as const } : {}),
    }))
  })
}

/** Paths of images that the kubelet does not pull, as `neverPulled` finds them in manifests. */
function neverPulledIn(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry, at) => neverPulledIn(entry, `${path}[${at}]`))
  if (!isRecord(value)) return []
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`)
  return [
    ...neverPulledKeys(key => value[key]).map(below),
    ...Object.entries(value).flatMap(([key, entry]) => neverPulledIn(entry, below(key))),
  ]
}

function annotationOf(object: object, name: string): string {
  return textAt(object, 'metadata', 'annotations', name)
}

export function accountsOfObjects(objects: readonly object[]): readonly KnownServiceAccount[] {
  const kinds = new Kinds()
  const fast = new FastReader()
  return objects.flatMap(object =>
    readObject(object, kinds, fast)
      .filter(({ role }) => role === 'service-account')
      .map(resource => ({
        ...accountIn(resource),
        ...(annotationOf(object, 'kubernetes.azure.com/acr-client-id') === ''
          ? {}
          : { isForNodes: true as const }),
      })),
  )
}

function readObject(object: object, kinds: Kinds, fast: FastReader): readonly Resource[] {
  const text = JSON.stringify(object)
  return (fast.read(Buffer.from(text), kinds) ?? readTree(text, kinds)).resources
}

/** A Secret as in the API: base64 by key. */
export interface SecretObject extends ResourceName {
  readonly type: string
  readonly data: Readonly<Record<string, string>>
  readonly metadata?: object
}

export function secretOfObject({ namespace, name, type, data, metadata }: SecretObject): KnownSecret {
  const ownedBy = metadata === undefined ? undefined : ownershipOf({ metadata })
  const where = namespace === undefined ? {} : { namespace }
  const fields = Object.entries(data).map(
    ([key, value]) => [key, { text: Buffer.from(value, 'base64').toString(), isDecoded: true }] as const,
  )
  return {
    identity: { group: '', version: 'v1', kind: 'Secret', ...where, name },
    type,
    fields: new Map(fields),
    ...(ownedBy === undefined ? {} : { ownedBy }),
  }
}
