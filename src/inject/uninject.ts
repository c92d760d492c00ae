import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { Kinds } from '../kinds/kinds.ts'
import type { Edit } from '../manifest/edit.ts'
import type { ReadDocument } from '../manifest/read-document.ts'
import { isDiagnostic, removeEntries } from '../manifest/site.ts'
import type { DocumentTransform, DocumentsResult } from './transform/document-transform.ts'
import type { DocumentEdit } from './transform/source-edits.ts'
import { spellingIfRedundant } from './decisions/effective-secrets.ts'
import { NONE } from '../text/lists.ts'
import { selectorOf } from '../manifest/only.ts'
import type { IsSelected } from '../manifest/only.ts'
import type { UninjectOptions } from './options.ts'
import { needsCrdForLists } from '../manifest/crds/needs-crd.ts'
import { mergeNames } from './decisions/merge-names.ts'
import type { ChangeCause, NameChange, Outcome } from './outcome.ts'
import { outcomeOf } from './outcomes/placed-outcome.ts'
import { sharedByAlias } from './decisions/shared-nodes.ts'
import { problemAt, resourcesOf, scopedSites } from './scope.ts'
import type { ScopedResource, ScopedSite } from './scope.ts'
import { ServiceAccounts } from './decisions/service-accounts.ts'
import type { ServiceAccount, ServiceAccountOf } from './decisions/service-accounts.ts'
import { repeatWarnings } from './outcomes/warnings.ts'
import { includingNamed, filterForNames } from '../manifest/document-filters.ts'
import { unselected } from './outcomes/resource-outcome.ts'

/** Removes the named pull secrets. A manifest that had none before inject gets exactly its old bytes. */
export function uninjection(options: UninjectOptions): DocumentTransform {
  const removed = new Map(options.secrets.map(name => [name, [{ name, registries: NONE }]]))
  const accounts = new ServiceAccounts(options.serviceAccounts)
  const isSelected = selectorOf(options.only)
  return {
    verb: 'uninject',
    filters: includingNamed(filterForNames([...removed.keys()]), options.only),
    kinds: new Kinds(options.kinds),
    needsCrd: needsCrdForLists,
    crds: options.kinds?.crds ?? NONE,
    ask: options.kinds?.ask,
    accounts,
    namespace: options.namespace,
    needsAll: false,
    transformDocuments: documents =>
      transformDocuments(documents, {
        removed,
        accountOf: accounts.of,
        isSelected,
        findsCauses: options.findsCauses === true,
      }),
  }
}

/** The names to remove, each with its change. Resources that lose the same name share that list. */
type RemovedNames = ReadonlyMap<string, readonly NameChange[]>

interface UninjectContext {
  readonly removed: RemovedNames
  readonly accountOf: ServiceAccountOf
  readonly isSelected: IsSelected
  readonly findsCauses: boolean
}

function transformDocuments(documents: readonly ReadDocument[], context: UninjectContext): DocumentsResult {
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
  { removed, accountOf, findsCauses }: UninjectContext,
): Removal {
  const { document, resource } = scoped
  const sites = scopedSites(scoped).filter(({ site }) =>
    site.list.entries.some(({ name }) => removed.has(name)),
  )
  const removals = sites.map(site => sharing(site, others) ?? removalOf(site, removed, accountOf))
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
    changes: changesOf(sites, removed),
    ...(findsCauses && status === 'removed' ? { causes: causesOf(sites, removed) } : {}),
    needs: NONE,
    warnings: sites.flatMap(repeatWarnings),
    reason: sites.length > 0 ? undefined : `does not list ${[...removed.keys()].join(', ')}`,
    hiddenAccounts: NONE,
  })
  const edits = removals.flatMap(removal =>
    isDiagnostic(removal) ? [] : removal.map(edit => ({ document, edit })),
  )
  return { outcome, edits, problems }
}

/**
 * The diagnostic for a list that a resource shares through an alias or merge key, if that resource must not change.
 */
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

/** The removed names, each once. */
function changesOf(sites: readonly ScopedSite[], removed: RemovedNames): readonly NameChange[] {
  let changes: readonly NameChange[] = NONE
  for (const { site } of sites)
    for (const { name } of site.list.entries) changes = mergeNames(changes, removed.get(name) ?? NONE)
  return changes
}

/** The first entry of each removed name. */
function causesOf(sites: readonly ScopedSite[], removed: RemovedNames): readonly ChangeCause[] {
  const causes = new Map<string, ChangeCause>()
  for (const { document, site } of sites)
    for (const { name, line } of site.list.entries)
      if (removed.has(name) && !causes.has(name))
        causes.set(name, { name, line: document.linesBefore + line, others: 0 })
  return [...causes.values()]
}

function removalOf(
  scoped: ScopedSite,
  removed: RemovedNames,
  accountOf: ServiceAccountOf,
): readonly Edit[] | Diagnostic {
  const { list, usesServiceAccount } = scoped.site
  const rest = list.entries.map(({ name }) => name).filter(name => !removed.has(name))
  const account = usesServiceAccount ? accountOf(scoped) : undefined
  const spelling = spellingIfRedundant(
    list,
    rest,
    account === undefined ? undefined : without(account, removed),
  )
  if (spelling === undefined && rest.length > 0)
    return isDiagnostic(list.emptying) ? list.emptying : removeEntries(list, ({ name }) => removed.has(name))
  const edit = spelling === 'normal' ? list.removal : list.emptying
  return isDiagnostic(edit) ? edit : [edit]
}

/** The ServiceAccount after the names are removed from it too. */
function without(account: ServiceAccount, removed: RemovedNames): ServiceAccount {
  return { ...account, secrets: account.secrets.filter(name => !removed.has(name)) }
}

/** Removes duplicates: sites that share a list by an alias produce the same edit. */
function withoutRepeats(edits: readonly DocumentEdit[]): readonly DocumentEdit[] {
  if (edits.length < 2) return edits
  const seen = new Set<number>()
  return edits.filter(({ edit }) => seen.size !== seen.add(edit.offset).size)
}
