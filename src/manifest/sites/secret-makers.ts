import type { Identity } from '../resource.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping } from '../syntax/node.ts'
import type { ResourceNode } from './resources.ts'

/** A Secret that a controller in the cluster makes of a resource. */
export interface MadeSecret {
  readonly name: string
  readonly maker: Identity
}

type NameOf = (resource: ResourceNode) => string

/** By group and kind: what the Secret is called. */
const MAKERS: Readonly<Record<string, NameOf>> = {
  'bitnami.com/SealedSecret': ({ identity, node }) =>
    textAt(node, ['spec', 'template', 'metadata', 'name']) ?? identity.name,
  'external-secrets.io/ExternalSecret': ({ identity, node }) =>
    textAt(node, ['spec', 'target', 'name']) ?? identity.name,
  'acrpull.microsoft.com/AcrPullBinding': ({ identity }) => `acr-pull-${identity.name}`,
  'msi-acrpull.microsoft.com/AcrPullBinding': ({ identity }) => `${identity.name}-msi-acrpull-secret`,
}

/** The Secret that a resource stands for, if it is of a kind that is known to make one in its own namespace. */
export function madeSecret(resource: ResourceNode): MadeSecret | undefined {
  const { identity } = resource
  const name = MAKERS[`${identity.group}/${identity.kind}`]?.(resource) ?? ''
  return name === '' ? undefined : { name, maker: identity }
}

function textAt(map: Mapping, [key = '', ...rest]: readonly string[]): string | undefined {
  const value = valueOf(map, key)
  if (rest.length === 0) return textOf(value) || undefined
  return value?.type === 'mapping' ? textAt(value, rest) : undefined
}
