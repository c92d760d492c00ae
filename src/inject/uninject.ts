import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { Kinds } from '../kinds/kinds.ts'
import type { Edit } from '../manifest/edit.ts'
import type { ReadDocument } from '../manifest/read.ts'
import { isDiagnostic, removeEntries } from '../manifest/site.ts'
import type { Source } from '../manifest/source.ts'
import { memoize } from '../text/memoize.ts'
import type { DocumentTransform, Settled } from './document-transform.ts'
import type { DocumentEdit } from './edits.ts'
import { spellingIfRedundant } from './effective-secrets.ts'
import { NONE } from '../text/lists.ts'
import { selectorOf } from './only.ts'
import type { IsSelected } from './only.ts'
import type { UninjectOptions } from './options.ts'
import { isUncertain } from './lacks-place.ts'
import { mergeNames } from './merge-names.ts'
import type { ChangeCause, NameChange, Outcome, Transformation } from './outcome.ts'
import { outcomeOf } from './placed-outcome.ts'
import { sharedByAlias } from './shared-nodes.ts'
import { problemAt, resourcesOf, scopedSites } from './scope.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { ServiceAccounts } from './service-accounts.ts'
import type { ServiceAccount, ServiceAccountOf } from './service-accounts.ts'
import { transformSources } from './transform-sources.ts'
import { repeatWarnings } from './warnings.ts'
import { alsoWatching, filterForNames } from './document-filter.ts'
import { unselected } from './resource-outcome.ts'

/** Takes the named pull secrets out again, and leaves the very bytes that inject found where they were not listed. */
export function uninject(sources: readonly Source[], options: UninjectOptions): Promise<Transformation> {
  return transformSources(sources, uninjection(options))
}

export function uninjection(options: UninjectOptions): DocumentTransform {
  const taken = new Set(options.secrets)
  const accounts = new ServiceAccounts(options.serviceAccounts)
  const isSelected = selectorOf(options.only)
  return {
    verb: 'uninject',
    watches: alsoWatching(filterForNames([...taken]), options.only),
    kinds: new Kinds(options.kinds),
    needsCrd: isUncertain,
    crds: options.kinds?.crds ?? NONE,
    ask: options.kinds?.ask,
    accounts,
    needsAll: false,
    settle: documents =>
      settle(documents, {
        taken,
        accountOf: accounts.of,
        isSelected,
        findsCauses: options.findsCauses === true,
      }),
  }
}

interface UninjectContext {
  readonly taken: ReadonlySet<string>
  readonly accountOf: ServiceAccountOf
  readonly isSelected: IsSelected
  readonly findsCauses: boolean
}

function settle(documents: readonly ReadDocument[], context: UninjectContext): Settled {
  const edits: DocumentEdit[] = []
  const outcomes: Outcome[] = []
  const problems: LocatedDiagnostic[] = []
  for (const document of documents) {
    const ofDocument: DocumentEdit[] = []
    const resources = resourcesOf([document])
    const others = resources.filter(({ resource }) => !context.isSelected(resource.identity))
    for (const scoped of resources) {
      if (others.includes(scoped)) {
        outcomes.push(unselected(scoped))
        continue
      }
      const removal = removeFrom(scoped, others, context)
      outcomes.push(removal.outcome)
      for (const edit of removal.edits) ofDocument.push(edit)
      for (const problem of removal.problems) problems.push(problem)
    }
    for (const edit of withoutRepeats(ofDocument)) edits.push(edit)
  }
  return { edits, outcomes, problems }
}

interface Removal {
  readonly outcome: Outcome
  readonly edits: readonly DocumentEdit[]
  readonly problems: readonly LocatedDiagnostic[]
}

function removeFrom(
  scoped: ScopedResource,
  others: readonly ScopedResource[],
  { taken, accountOf, findsCauses }: UninjectContext,
): Removal {
  const { document, resource } = scoped
  const sites = scopedSites(scoped).filter(({ site }) =>
    site.list.entries.some(({ name }) => taken.has(name)),
  )
  const removals = sites.map(site => sharing(site, others) ?? removalOf(site, taken, accountOf))
  const problems = removals.flatMap(removal => (isDiagnostic(removal) ? [problemAt(scoped, removal)] : []))
  const status =
    problems.length > 0
      ? 'failed'
      : sites.length > 0
        ? 'removed'
        : resource.sites.length > 0
          ? 'no-acr-image'
          : 'not-a-workload'
  const outcome = outcomeOf(scoped, {
    status,
    changes: changesOf(sites, taken),
    ...(findsCauses && status === 'removed' ? { causes: causesOf(sites, taken) } : {}),
    needs: NONE,
    warnings: sites.flatMap(repeatWarnings),
    reason: sites.length > 0 ? undefined : `does not list ${[...taken].join(', ')}`,
    hiddenAccounts: NONE,
  })
  const edits = removals.flatMap(removal =>
    isDiagnostic(removal) ? [] : removal.map(edit => ({ document, edit })),
  )
  return { outcome, edits, problems }
}

/** What stands in the way where a list, by an alias or a merge key, is also that of a resource that must not change. */
function sharing({ site: { list } }: ScopedSite, others: readonly ScopedResource[]): Diagnostic | undefined {
  for (const other of others) {
    const shared = other.resource.sites.find(
      ({ list: { form, target, mergedTargets } }) =>
        target === list.target || (form === 'absent' && mergedTargets.includes(list.target)),
    )
    if (shared !== undefined)
      return sharedByAlias(list.line, other.resource.identity, shared.path, 'which must not change')
  }
  return undefined
}

/** Each name that is taken out, once; one list for all resources that lose the same one. */
function changesOf(sites: readonly ScopedSite[], taken: ReadonlySet<string>): readonly NameChange[] {
  let changes: readonly NameChange[] = NONE
  for (const { site } of sites)
    for (const { name } of site.list.entries)
      if (taken.has(name)) changes = mergeNames(changes, changeOf(name))
  return changes
}

/** The first entry of each name. */
function causesOf(sites: readonly ScopedSite[], taken: ReadonlySet<string>): readonly ChangeCause[] {
  const causes = new Map<string, ChangeCause>()
  for (const { document, site } of sites)
    for (const { name, line } of site.list.entries)
      if (taken.has(name) && !causes.has(name))
        causes.set(name, { name, line: document.linesBefore + line, others: 0 })
  return [...causes.values()]
}

const changeOf = memoize((name: string): readonly NameChange[] => [{ name, registries: NONE }])

function removalOf(
  scoped: ScopedSite,
  taken: ReadonlySet<string>,
  accountOf: ServiceAccountOf,
): readonly Edit[] | Diagnostic {
  const { list, usesServiceAccount } = scoped.site
  const rest = list.entries.map(({ name }) => name).filter(name => !taken.has(name))
  const account = usesServiceAccount ? accountOf(scoped) : undefined
  const spelling = spellingIfRedundant(
    list,
    rest,
    account === undefined ? undefined : without(account, taken),
  )
  if (spelling === undefined && rest.length > 0)
    return isDiagnostic(list.emptying) ? list.emptying : removeEntries(list, ({ name }) => taken.has(name))
  const edit = spelling === 'normal' ? list.removal : list.emptying
  return isDiagnostic(edit) ? edit : [edit]
}

/** The ServiceAccount as it will be, since the names are taken out there too. */
function without(account: ServiceAccount, taken: ReadonlySet<string>): ServiceAccount {
  return { ...account, secrets: account.secrets.filter(name => !taken.has(name)) }
}

/** Sites of a document that share a list by an alias ask for the same edit. */
function withoutRepeats(edits: readonly DocumentEdit[]): readonly DocumentEdit[] {
  if (edits.length < 2) return edits
  const seen = new Set<number>()
  return edits.filter(({ edit }) => seen.size !== seen.add(edit.offset).size)
}
