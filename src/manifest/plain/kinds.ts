import { memoize } from '../../text/memoize.ts'
import { findWorkloadKind } from '../workloads/table.ts'
import type { WorkloadKind } from '../workloads/workload-kind.ts'

/** A kind with one whole pod spec, and the keys that lead to it. */
export interface PlainKind {
  readonly path: string
  readonly keys: readonly string[]
  readonly containers: ImagePaths
  readonly initContainers: ImagePaths
  readonly ephemeralContainers: ImagePaths
}

/** The paths of the images in a list of containers, which are the same few in all resources of a kind. */
export class ImagePaths {
  readonly #list: string
  readonly #known: string[] = []

  /** `list`: the list's path. */
  constructor(list: string) {
    this.#list = list
  }

  /** `spec.containers[0].image`. */
  of(index: number): string {
    return (this.#known[index] ??= `${this.#list}[${index}].image`)
  }
}

/** An `apiVersion` in its two parts. */
export interface Api {
  readonly group: string
  readonly version: string
  /** The plain kind of that name in it, if there is one. */
  readonly plainKind: (kind: string) => PlainKind | undefined
}

export const apiOf = memoize((apiVersion: string): Api => {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const version = apiVersion.slice(slash + 1)
  const plainKind = memoize((kind: string) => {
    const row = findWorkloadKind(group, version, kind)
    return row === undefined ? undefined : plainKindOf(row)
  })
  return { group, version, plainKind }
})

function plainKindOf({ places, advice }: WorkloadKind): PlainKind | undefined {
  const [place, ...others] = places
  if (place === undefined || others.length > 0 || advice !== undefined) return undefined
  const isPlain = Object.keys(place).join() === 'at' && /^[A-Za-z.]+$/.test(place.at)
  if (!isPlain) return undefined
  const { at } = place
  return {
    path: at,
    keys: at.split('.'),
    containers: new ImagePaths(`${at}.containers`),
    initContainers: new ImagePaths(`${at}.initContainers`),
    ephemeralContainers: new ImagePaths(`${at}.ephemeralContainers`),
  }
}
