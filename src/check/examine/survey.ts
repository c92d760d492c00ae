import type { RegistryOf } from '../../image/registry.ts'
import { checkContextOf, examine } from './examine.ts'
import type { CheckContext, Examined } from './examine.ts'
import { hasRun } from '../inventory/pod-lists.ts'
import type { Inventory } from '../inventory/inventory.ts'

/**
 * The facts about each pod spec before rules are applied. Answers of registries and the state of pods may be added.
 */
export interface Survey {
  readonly context: CheckContext
  /** Pod specs with an image of a registry, in the order of the inventory. */
  readonly examined: readonly Examined[]
  /** Absent if no registry was asked. */
  readonly asked?: Asked
}

/** The number of images that registries were asked about, and of those without an answer. */
export interface Asked {
  readonly images: number
  readonly unanswered: number
}

/** Examines all pod specs. `now` is in milliseconds since 1970. */
export function survey(inventory: Inventory, registryOf: RegistryOf, now: number): Survey {
  const context = checkContextOf(inventory, registryOf, now)
  const examined = inventory.resources
    .filter(({ resource }) => resource.role !== 'service-account')
    .flatMap(placed => placed.resource.sites.flatMap(site => examine(placed, site, context) ?? []))
  const pulled = new Set(examined.flatMap(pulledWithSecret))
  return { context: { ...context, isPulledWithSecret: image => pulled.has(image) }, examined }
}

/** The images that a kubelet has a credential for, and has pulled, as far as pods are known. */
function pulledWithSecret({ images, placed: { seen } }: Examined): readonly string[] {
  return images
    .filter(({ attempts }) => attempts.some(({ fault }) => fault === undefined))
    .map(({ use }) => use.reference)
    .filter(image => seen === undefined || seen.some(pod => hasRun(pod, image)))
}
