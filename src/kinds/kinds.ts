import { parseApiVersion } from '../kubernetes/api-version.ts'
import { memoize } from '../text/memoize.ts'
import { ALL_IMAGES } from './notation.ts'
import { compactKinds } from './compact-kinds.ts'
import { isInert } from './inert.ts'
import { simpleKindOf } from './simple-kind.ts'
import type { SimpleKind } from './simple-kind.ts'
import { findWorkloadKind } from './table.ts'
import type { PodPlace, WorkloadKind } from './workload-kind.ts'
import { wrapperOf } from './wrappers.ts'

export interface KindOptions {
  /** Rows from `--kind` and the configuration, matched case-insensitively. They win over all other rows. */
  readonly given?: readonly WorkloadKind[]
  /** Whether to find pod specs in unknown kinds by their shape. Default true. */
  readonly byShape?: boolean
}

/** An `apiVersion`, split. */
export interface Api {
  readonly group: string
  readonly version: string
  /** The simple kind of that name in this version, if it is one. */
  readonly simpleKind: (kind: string) => SimpleKind | undefined
  /** The role of a kind without a row and without wrapped manifests, if its name determines the role. */
  readonly roleWithoutSites: (kind: string) => 'service-account' | 'inert' | undefined
}

/**
 * The kinds known while one input is read. Rows of the user win. Then come rows of the table, with places added from a
 * CRD. Then come kinds that only a CRD in the input describes.
 */
export class Kinds {
  readonly byShape: boolean
  readonly #given: RowsByName
  readonly #learned: RowsByName = new Map()
  readonly #compactIn = memoize(compactKinds)
  #apiOf = this.#apis()

  constructor({ given = [], byShape = true }: KindOptions = {}) {
    this.byShape = byShape
    this.#given = rowsByName(given, text => text.toLowerCase())
  }

  /** The row for a kind. The API group counts: a Knative Service is not a core Service. */
  find(group: string, version: string, kind: string): WorkloadKind | undefined {
    const name = `${group}/${kind}`
    const given = this.#given.size === 0 ? undefined : rowFor(this.#given, name.toLowerCase(), version)
    if (given !== undefined) return given
    const row = findWorkloadKind(group, version, kind, this.#compactIn)
    const learned = this.#learned.size === 0 ? undefined : rowFor(this.#learned, name, version)
    return row === undefined || learned === undefined ? (row ?? learned) : withLearnedPlaces(row, learned)
  }

  /** Adds rows from CRDs. If two describe the same version of a kind, the later one wins. */
  learn(rows: readonly WorkloadKind[]): void {
    for (const [name, more] of rowsByName(rows)) {
      const before = this.#learned.get(name) ?? []
      this.#learned.set(name, [...more.toReversed(), ...before])
    }
    this.#apiOf = this.#apis()
  }

  /** The parts of an `apiVersion`, memoized. */
  api(apiVersion: string): Api {
    return this.#apiOf(apiVersion)
  }

  #apis(): (apiVersion: string) => Api {
    return memoize(apiVersion => {
      const { group, version } = parseApiVersion(apiVersion)
      const simpleKind = memoize((kind: string) => {
        const row = this.find(group, version, kind)
        return row === undefined ? undefined : simpleKindOf(row)
      })
      const roleWithoutSites = memoize((kind: string) => {
        const isOther = kind.endsWith('List') || wrapperOf(group, kind) !== undefined
        if (isOther || this.find(group, version, kind) !== undefined) return undefined
        if (group === '' && kind === 'ServiceAccount') return 'service-account'
        return isInert(group, kind) && kind !== 'Template' ? 'inert' : undefined
      })
      return { group, version, simpleKind, roleWithoutSites }
    })
  }
}

type RowsByName = Map<string, readonly WorkloadKind[]>

function rowsByName(rows: readonly WorkloadKind[], spell = (name: string): string => name): RowsByName {
  const byName: RowsByName = new Map()
  for (const row of rows) {
    const name = spell(`${row.group}/${row.kind}`)
    byName.set(name, [...(byName.get(name) ?? []), row])
  }
  return byName
}

function rowFor(rows: RowsByName, name: string, version: string): WorkloadKind | undefined {
  return rows.get(name)?.find(row => row.versions?.includes(version) ?? true)
}

/**
 * A row of the table, with the places that only the CRD has. The table knows more than a schema, such as which list is
 * used for which image. So its places win, and also cover the images below them.
 */
function withLearnedPlaces(row: WorkloadKind, learned: WorkloadKind): WorkloadKind {
  const known = new Set(row.places.flatMap(place => [place.at, listOf(place)]))
  const covering = row.places.filter(({ images }) => images?.includes(ALL_IMAGES) === true)
  const isCovered = ({ at }: PodPlace): boolean => covering.some(outer => at.startsWith(`${outer.at}.`))
  const more = learned.places.filter(
    place => !known.has(place.at) && !known.has(listOf(place)) && !isCovered(place),
  )
  if (more.length === 0) return row
  const { origin } = learned
  return { ...row, places: [...row.places, ...more], ...(origin === undefined ? {} : { origin }) }
}

function listOf({ at, secrets = 'imagePullSecrets' }: WorkloadKind['places'][number]): string {
  return at === '' ? secrets : `${at}.${secrets}`
}
