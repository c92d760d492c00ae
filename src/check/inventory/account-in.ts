import { distinctNames } from '../../kubernetes/pull-secrets.ts'
import type { Resource } from '../../manifest/resource.ts'
import type { KnownServiceAccount } from './inventory.ts'

/** Reads a resource as a ServiceAccount. */
export function accountIn({
  identity,
  sites,
  enforcesMountableSecrets = false,
}: Resource): KnownServiceAccount {
  const { namespace, name } = identity
  return {
    ...(namespace === undefined ? {} : { namespace }),
    name,
    secrets: distinctNames(sites.flatMap(({ list }) => list.entries.map(entry => entry.name))),
    enforcesMountableSecrets,
  }
}
