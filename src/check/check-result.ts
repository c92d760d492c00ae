import type { Check } from './check.ts'
import type { ClusterSummary } from './cluster-summary.ts'
import type { ReadManifests } from './inventory/read-manifests.ts'

/** The result of a check, and the problems that limit it. */
export interface CheckResult extends Omit<ReadManifests, 'inventory'> {
  readonly check: Check
  /** Absent if no cluster was asked. */
  readonly cluster?: ClusterSummary
  /** Commands that fix all similar findings of the input, by `keyOfInjection`. */
  readonly forAll?: ReadonlyMap<string, string>
}
