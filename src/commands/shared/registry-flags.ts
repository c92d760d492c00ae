import type { Cloud } from '../../image/login-server.ts'
import { parseRegistry, parseServiceAccount } from '../../inject/options.ts'
import { serversOf } from '../../pull-secret/server.ts'
import { choiceFlag, flagGroup, listFlag, listFlagOf, oneOf, repeatedFlagOf } from './flag.ts'
import type { ValuesOf } from './flag.ts'

/** For the verbs that read manifests: whose images they mean. */
export const registryFilter = listFlagOf(
  '--registry',
  "only this ACR `HOST`; any other host is added to ACR's; repeatable",
  parseRegistry,
)

/** For the same verbs: what no manifest tells them. */
export const absentServiceAccounts = repeatedFlagOf(
  '--service-account-secret',
  '`[NS/]NAME=A,B`: what an absent ServiceAccount lists; repeatable',
  parseServiceAccount,
)

const CLOUDS: readonly Cloud[] = ['public', 'china', 'usgov', 'germany']

/** For the verbs that make a credential: where it is for. */
export const registryFlags = flagGroup('Registries', {
  registry: listFlag('--registry', '`HOST` or bare name of ACR; repeatable'),
  cloud: choiceFlag('--cloud', CLOUDS, `the bare name's cloud: ${oneOf(CLOUDS)}`),
  regions: listFlag('--regions', 'add the regional hosts of `REGIONS`, as in eastus2,westus'),
})

/** The hosts that the flags name. Throws UserError. */
export function serversIn({ registry, cloud, regions }: ValuesOf<typeof registryFlags>): readonly string[] {
  const where = cloud === undefined ? {} : { cloud }
  return [...new Set(registry.flatMap(name => serversOf({ registry: name, ...where, regions })))]
}
