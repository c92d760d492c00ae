import { serversOf } from '../pull-secret/server.ts'
import { CLOUDS } from './choices.ts'
import { choose, splitLists } from './values.ts'

export interface RegistryFlags {
  readonly registry: readonly string[] | undefined
  readonly cloud: string | undefined
  readonly regions: readonly string[] | undefined
}

/** The hosts that the flags name. Throws CredentialError. */
export function serversIn({ registry, cloud, regions }: RegistryFlags): readonly string[] {
  const where = cloud === undefined ? {} : { cloud: choose('--cloud', cloud, CLOUDS) }
  const servers = splitLists(registry ?? []).flatMap(name =>
    serversOf({ registry: name, ...where, regions: splitLists(regions ?? []) }),
  )
  return [...new Set(servers)]
}
