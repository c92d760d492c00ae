import type { DeclaredServiceAccount } from '../inject/options.ts'
import { registriesFrom } from '../inject/registries.ts'
import { inOrder } from '../inject/scope.ts'
import { isAnyWatched, watchChecked } from '../inject/watch.ts'
import { readSource } from '../manifest/read.ts'
import type { Problem, Source } from '../manifest/source.ts'
import { check } from './check.ts'
import type { Check } from './check.ts'
import { inventoryOf } from './from-manifests.ts'

/** What a check found, and why it could not look everywhere. */
export interface Checked {
  readonly check: Check
  /** If it is not empty, a check of what could be read says nothing of the rest. */
  readonly problems: readonly Problem[]
  /** Names of sources that are files. */
  readonly files: ReadonlySet<string>
  /** Documents without an image of a registry, a ServiceAccount or a Secret. */
  readonly unread: number
}

export interface CheckOptions {
  /** Login servers to narrow to, and other hosts to add; empty: every login server. */
  readonly registries: readonly string[]
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** Takes the input for all that there is. */
  readonly isComplete: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Checks manifests alone: what the cluster holds besides is not known. */
export async function checkManifests(sources: readonly Source[], options: CheckOptions): Promise<Checked> {
  const { registries, serviceAccounts, isComplete, now } = options
  const { subjects, all } = watchChecked(registries)
  const isAnySubject = sources.some(source => isAnyWatched(subjects, source))
  const read = await Promise.all(
    sources.map(source => readSource(source, isAnySubject ? all : () => () => false)),
  )
  const documents = read.flatMap(source => source.documents)
  const inventory = await inventoryOf(documents, serviceAccounts, isComplete)
  return {
    check: check(inventory, registriesFrom(registries), now),
    problems: inOrder(
      sources,
      read.flatMap(({ problems }) => problems),
    ),
    files: new Set(sources.filter(({ path }) => path !== undefined).map(({ name }) => name)),
    unread: read.reduce((sum, { unread }) => sum + unread, 0),
  }
}
