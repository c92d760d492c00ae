import { memoize } from '../text/memoize.ts'
import { ALL_IMAGES } from './notation.ts'
import { notedKinds } from './noted-kinds.ts'
import { plainKindOf } from './plain-kind.ts'
import type { PlainKind } from './plain-kind.ts'
import { findWorkloadKind } from './table.ts'
import type { PodPlace, WorkloadKind } from './workload-kind.ts'

export interface KindOptions {
  /** Rows that the user gave, in any case. They win over all others. */
  readonly given?: readonly WorkloadKind[]
  /** Whether a pod spec in an unknown kind is found by its shape. Default true. */
  readonly byShape?: boolean
}

/** An `apiVersion` in its two parts. */
export interface Api {
  readonly group: string
  readonly version: string
  /** The plain kind of that name in it, if there is one. */
  readonly plainKind: (kind: string) => PlainKind | undefined
}

/**
 * What is known of kinds while an input is read: the rows that the user gave, then those of the table, to which a CRD
 * adds the places that they lack, then those that a CRD taught alone.
 */
export class Kinds {
  readonly byShape: boolean
  readonly #given: RowsByName
  readonly #learnt: RowsByName = new Map()
  readonly #notedIn = memoize(notedKinds)
  #apiOf = this.#apis()

  constructor({ given = [], byShape = true }: KindOptions = {}) {
    this.byShape = byShape
    this.#given = rowsByName(given, text => text.toLowerCase())
  }

  /** The row for a kind, by API group: a Knative Service is no core Service. */
  find(group: string, version: string, kind: string): WorkloadKind | undefined {
    const name = `${group}/${kind}`
    const given = this.#given.size === 0 ? undefined : rowFor(this.#given, name.toLowerCase(), version)
    if (given !== undefined) return given
    const row = findWorkloadKind(group, version, kind, this.#notedIn)
    const learnt = this.#learnt.size === 0 ? undefined : rowFor(this.#learnt, name, version)
    return row === undefined || learnt === undefined ? (row ?? learnt) : added(row, learnt)
  }

  /** Takes in what CRDs say. Of two that tell of one version of a kind the later one counts. */
  learn(rows: readonly WorkloadKind[]): void {
    for (const [name, more] of rowsByName(rows)) {
      const before = this.#learnt.get(name) ?? []
      this.#learnt.set(name, [...more.toReversed(), ...before])
    }
    this.#apiOf = this.#apis()
  }

  /** The parts of an `apiVersion`, remembered. */
  api(apiVersion: string): Api {
    return this.#apiOf(apiVersion)
  }

  #apis(): (apiVersion: string) => Api {
    return memoize(apiVersion => {
      const slash = apiVersion.indexOf('/')
      const group = slash < 0 ? '' : apiVersion.slice(0, slash)
      const version = apiVersion.slice(slash + 1)
      const plainKind = memoize((kind: string) => {
        const row = this.find(group, version, kind)
        return row === undefined ? undefined : plainKindOf(row)
      })
      return { group, version, plainKind }
    })
  }
}

type RowsByName = Map<string, readonly WorkloadKind[]>

function rowsByName(rows: readonly WorkloadKind[], spelled = (name: string): string => name): RowsByName {
  const byName: RowsByName = new Map()
  for (const row of rows) {
    const name = spelled(`${row.group}/${row.kind}`)
    byName.set(name, [...(byName.get(name) ?? []), row])
  }
  return byName
}

function rowFor(rows: RowsByName, name: string, version: string): WorkloadKind | undefined {
  return rows.get(name)?.find(row => row.versions?.includes(version) ?? true)
}

/**
 * A row of the table with the places that only a CRD tells of. The table knows more than a schema says, such as which list
 * is in force for which image, so that what it says of a list stands, also for all images below it.
 */
function added(row: WorkloadKind, learnt: WorkloadKind): WorkloadKind {
  const known = new Set(row.places.flatMap(place => [place.at, listOf(place)]))
  const takers = row.places.filter(({ images }) => images?.includes(ALL_IMAGES) === true)
  const isTaken = ({ at }: PodPlace): boolean => takers.some(taker => at.startsWith(`${taker.at}.`))
  const more = learnt.places.filter(
    place => !known.has(place.at) && !known.has(listOf(place)) && !isTaken(place),
  )
  if (more.length === 0) return row
  const { origin } = learnt
  return { ...row, places: [...row.places, ...more], ...(origin === undefined ? {} : { origin }) }
}

function listOf({ at, secrets = 'imagePullSecrets' }: WorkloadKind['places'][number]): string {
  return at === '' ? secrets : `${at}.${secrets}`
}
