import type { WorkloadKind } from './workload-kind.ts'

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

/** The plain kind that a row of the table is, if it is one. */
export function plainKindOf({ places, advice, origin }: WorkloadKind): PlainKind | undefined {
  const [place, ...others] = places
  if (place === undefined || others.length > 0 || advice !== undefined || origin !== undefined)
    return undefined
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
