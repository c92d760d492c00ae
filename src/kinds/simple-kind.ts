import type { WorkloadKind } from './workload-kind.ts'

/** A kind with exactly one pod spec, all of it standard: the fast path can read it. */
export interface SimpleKind {
  readonly path: string
  readonly keys: readonly string[]
  readonly containers: ImagePaths
  readonly initContainers: ImagePaths
  readonly ephemeralContainers: ImagePaths
}

/** The paths of the images in a list of containers, built once for all resources of a kind. */
export class ImagePaths {
  readonly #list: string
  readonly #known: string[] = []

  /** `list` is the path of the list. */
  constructor(list: string) {
    this.#list = list
  }

  /** The path of the image at an index, such as `spec.containers[0].image`. */
  of(index: number): string {
    return (this.#known[index] ??= `${this.#list}[${index}].image`)
  }
}

/** Returns a row as a simple kind, or `undefined` if the row needs the full reader. */
export function simpleKindOf({ places, advice, origin }: WorkloadKind): SimpleKind | undefined {
  const [place, ...others] = places
  if (place === undefined || others.length > 0 || advice !== undefined || origin !== undefined)
    return undefined
  const isSimple = Object.keys(place).join() === 'at' && /^[A-Za-z.]+$/.test(place.at)
  if (!isSimple) return undefined
  const { at } = place
  return {
    path: at,
    keys: at.split('.'),
    containers: new ImagePaths(`${at}.containers`),
    initContainers: new ImagePaths(`${at}.initContainers`),
    ephemeralContainers: new ImagePaths(`${at}.ephemeralContainers`),
  }
}
