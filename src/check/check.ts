import { withoutPlace } from '../inject/warnings.ts'
import type { RegistryOf } from '../inject/registries.ts'
import { circumstancesOf, examine } from './examine.ts'
import type { Circumstances, Examined } from './examine.ts'
import { mergeFindings } from './finding.ts'
import type { Finding } from './finding.ts'
import { placeOf } from './inventory.ts'
import type { Inventory, PlacedResource } from './inventory.ts'
import { weakCredentials } from './rules/credential.ts'
import { faultyContent, wildcardEntries } from './rules/content.ts'
import { doubtfulHosts } from './rules/host.ts'
import { oddList, rejectedNames, shadowedServiceAccount, unknownServiceAccount } from './rules/list.ts'
import { noEntry } from './rules/no-entry.ts'
import { noPullSecret } from './rules/no-pull-secret.ts'
import type { Rule } from './rules/rule.ts'
import { unresolvedNames } from './rules/unresolved.ts'
import { unsettledNames } from './rules/unsettled.ts'

/** A pod spec with all that was found about it: what its images fail for comes first. */
export interface CheckedPodSpec extends Examined {
  readonly findings: readonly Finding[]
}

export interface Check {
  /** Those with an image of a registry, in the order of the inventory. */
  readonly podSpecs: readonly CheckedPodSpec[]
  /** Of all pod specs, each once, and of images that have no place for a pull secret. */
  readonly findings: readonly Finding[]
  /** How many resources were looked at. */
  readonly resources: number
}

/** In the order in which a person would mend things. */
const RULES: readonly Rule[] = [
  noPullSecret,
  rejectedNames,
  faultyContent,
  weakCredentials,
  unresolvedNames,
  noEntry,
  shadowedServiceAccount,
  oddList,
  wildcardEntries,
  doubtfulHosts,
  unsettledNames,
  unknownServiceAccount,
]

/**
 * Whether each image of a registry has a credential that the kubelet will find, and what is wrong where not. `now` is in
 * milliseconds since 1970.
 */
export function check(inventory: Inventory, registryOf: RegistryOf, now: number): Check {
  const circumstances = circumstancesOf(inventory, registryOf, now)
  const { resources } = inventory
  const podSpecs = resources.flatMap(placed => checkPodSpecs(placed, circumstances))
  const unplaced = resources.flatMap(placed => unplacedImages(placed, circumstances))
  return {
    podSpecs,
    findings: mergeFindings([...podSpecs.flatMap(({ findings }) => findings), ...unplaced]),
    resources: resources.length,
  }
}

function checkPodSpecs(placed: PlacedResource, circumstances: Circumstances): readonly CheckedPodSpec[] {
  if (placed.resource.role === 'service-account') return []
  return placed.resource.sites.flatMap(site => {
    const examined = examine(placed, site, circumstances)
    if (examined === undefined) return []
    return [{ ...examined, findings: RULES.flatMap(rule => rule(examined, circumstances)) }]
  })
}

function unplacedImages(
  placed: PlacedResource,
  { registryOf, inventory }: Circumstances,
): readonly Finding[] {
  return withoutPlace(placed.resource, registryOf).map(({ line, what, remedy }): Finding => {
    const place = placeOf(placed, line)
    return {
      code: 'unplaced-image',
      severity: inventory.isComplete ? 'error' : 'warning',
      resource: placed.resource.identity,
      ...(place === undefined ? {} : { place }),
      brief: 'no known place for a pull secret',
      what,
      remedy,
    }
  })
}
