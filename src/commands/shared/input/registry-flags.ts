import { parseServiceAccount } from '../../../pull-secret/parse-secret.ts'
import { parseRegistry } from '../../../image/parse-registry.ts'
import type { Cloud } from '../../../image/login-server.ts'
import { serversOf } from '../../../pull-secret/server.ts'
import { choiceFlag, flagGroup, listFlag, listFlagOf, repeatedFlagOf } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import { splitList } from '../arguments/flag-values.ts'
import type { TypedFlag } from '../arguments/verb.ts'

/** The flag that selects images by registry, of verbs that read manifests. */
export const registryFilter = listFlagOf(
  '--registry',
  'look only at images of this registry `HOST`; a host that is not in ACR is added instead; repeatable',
  parseRegistry,
)

/** The values of this flag as they were typed. A parsed value does not say whether it was derived from a name. */
export function typedRegistries(typed: readonly TypedFlag[]): readonly string[] {
  return typed
    .filter(({ name }) => name === '--registry')
    .flatMap(({ name, words }) => words.filter(word => word !== name).flatMap(splitList))
}

/** The flag for ServiceAccounts that are not in the manifests, of the same verbs. */
export const absentServiceAccounts = repeatedFlagOf(
  '--service-account-secret',
  'pull secrets that a ServiceAccount outside the input lists, as `[NS/]NAME=A,B`; repeatable',
  parseServiceAccount,
)

const CLOUDS: readonly Cloud[] = ['public', 'china', 'usgov', 'germany']

/** The flags for the registry of a credential. */
export const registryFlags = flagGroup('Registry', {
  registry: listFlag('--registry', '`HOST` of an Azure container registry, or its short name; repeatable'),
  cloud: choiceFlag(
    '--cloud',
    CLOUDS,
    'Azure cloud of a registry that is given by its short name (default public)',
  ),
  regions: listFlag(
    '--regions',
    'add the regional hosts of the registry in `REGIONS`, such as eastus2,westus',
  ),
})

/** The registry hosts that the flags name, without duplicates. Throws UserError. */
export function serversIn({ registry, cloud, regions }: ValuesOf<typeof registryFlags>): readonly string[] {
  const where = cloud === undefined ? {} : { cloud }
  return [...new Set(registry.flatMap(name => serversOf({ registry: name, ...where, regions })))]
}
