import { memoize } from '../text/memoize.ts'
import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { Kinds } from '../kinds/kinds.ts'
import type { ReadDocument } from '../manifest/read-document.ts'
import { isDiagnostic } from '../manifest/site.ts'
import { concludeInjection } from './outcomes/resource-outcome.ts'
import { decideForAccount, decideSelected } from './decisions/decide.ts'
import type { InjectContext } from './decisions/decide.ts'
import type { DocumentTransform, DocumentsResult } from './transform/document-transform.ts'
import type { DocumentEdit } from './transform/source-edits.ts'
import { groupBy } from '../text/group-by.ts'
import { concat, NONE } from '../text/lists.ts'
import { selectorOf } from '../manifest/only.ts'
import type { InjectOptions } from './options.ts'
import { mergeAllNames } from './decisions/merge-names.ts'
import { MisplacedLists } from './outcomes/misplaced-list-warnings.ts'
import { registriesFrom } from '../image/registry.ts'
import { problemAt, resourcesOf, scopedSites } from './scope.ts'
import type { ScopedResource } from './scope.ts'
import { ServiceAccounts } from './decisions/service-accounts.ts'
import { resolveSharedEdits } from './decisions/shared-nodes.ts'
import type { Decided } from './decisions/shared-nodes.ts'
import { needsCrdForImages } from '../manifest/crds/needs-crd.ts'
import { unplacedIn } from './outcomes/warnings.ts'
import { WantedNames } from './decisions/wanted-names.ts'
import { includingNamed, filterForRegistries } from '../manifest/document-filters.ts'
import { WrittenTexts } from './outcomes/written-texts.ts'

/** Adds pull secrets to every pod spec with an ACR image. */
export function injection(options: InjectOptions): DocumentTransform {
  const needsAll = options.via === 'serviceaccount'
  const accounts = new ServiceAccounts(options.serviceAccounts)
  const registryOf = registriesFrom(options.registries, options.credentialFree)
  const misplaced = new MisplacedLists(registryOf)
  const context: InjectContext = {
    options,
    registryOf,
    misplacedOf: resource => misplaced.of(resource),
    ...(options.credentialFree === undefined || options.credentialFree.length === 0
      ? {}
      : { credentialFreeOf: registriesFrom(options.credentialFree) }),
    wantedNames: new WantedNames(registryOf, options.secrets),
    accountOf: accounts.of,
    listOfName: memoize((name: string) => [name]),
    isSelected: selectorOf(options.only),
    repeatedBy: resource => accounts.repeatedBy(resource),
  }
  const texts = new WrittenTexts()
  return {
    verb: 'inject',
    filters: includingNamed(filterForRegistries(options.registries, needsAll), options.only),
    kinds: new Kinds(options.kinds),
    needsCrd: resource => needsCrdForImages(resource, registryOf),
    crds: options.kinds?.crds ?? NONE,
    ask: options.kinds?.ask,
    accounts,
    namespace: options.namespace,
    needsAll,
    inspect: document => misplaced.inspect(document),
    transformDocuments: documents => transformDocuments(documents, context, texts),
  }
}

function transformDocuments(
  documents: readonly ReadDocument[],
  context: InjectContext,
  texts: WrittenTexts,
): DocumentsResult {
  const resources = resourcesOf(documents)
  const decided = resolveSharedEdits(decideAll(resources, context))
  const ownOf = byResource(resources, decided)
  return {
    edits: editsOf(decided, texts),
    outcomes: resources.map(scoped => concludeInjection(scoped, ownOf(scoped), context)),
    problems: concat(failures(decided), strictProblems(resources, context)),
  }
}

function decideAll(resources: readonly ScopedResource[], context: InjectContext): readonly Decided[] {
  const decided: Decided[] = []
  for (const resource of resources) {
    if (resource.resource.role === 'service-account') continue
    for (const scoped of scopedSites(resource))
      decided.push({ scoped, decision: decideSelected(scoped, context), isCovered: false })
  }
  return concat(decided, decideDelegated(decided))
}

/** Decisions about ServiceAccounts that get names of pod specs. */
function decideDelegated(decided: readonly Decided[]): readonly Decided[] {
  if (!decided.some(({ decision }) => decision.kind === 'delegate')) return NONE
  const delegated = decided.flatMap(({ decision }) => (decision.kind === 'delegate' ? [decision] : []))
  return [...groupBy(delegated, ({ account }) => account)].flatMap(([account, all]) => {
    const wanted = mergeAllNames(all.map(({ names }) => names))
    return account.sites.map(scoped => ({
      scoped,
      decision: decideForAccount(scoped, wanted),
      isCovered: false,
    }))
  })
}

/** Returns the decisions of each resource. A single resource has all of them. */
function byResource(
  resources: readonly ScopedResource[],
  decided: readonly Decided[],
): (scoped: ScopedResource) => readonly Decided[] {
  if (resources.length < 2) return () => decided
  const groups = groupBy(decided, ({ scoped }) => scoped.resource)
  return ({ resource }) => groups.get(resource) ?? NONE
}

function editsOf(decided: readonly Decided[], texts: WrittenTexts): readonly DocumentEdit[] {
  const edits: DocumentEdit[] = []
  for (const { scoped, decision, isCovered } of decided) {
    const { insertion } = scoped.site.list
    if (decision.kind !== 'write' || isCovered || isDiagnostic(insertion)) continue
    const { offset, remove } = insertion
    const text = texts.of(insertion, decision.names, decision.spelling)
    edits.push({ document: scoped.document, edit: { offset, remove, text } })
  }
  return edits
}

function failures(decided: readonly Decided[]): readonly LocatedDiagnostic[] {
  const problems: LocatedDiagnostic[] = []
  for (const { scoped, decision } of decided)
    if (decision.kind === 'fail') problems.push(problemAt(scoped, decision.problem))
  return problems
}

function strictProblems(
  resources: readonly ScopedResource[],
  { options, registryOf, isSelected }: InjectContext,
): readonly LocatedDiagnostic[] {
  if (!options.strict) return NONE
  return resources
    .filter(({ resource }) => isSelected(resource.identity))
    .flatMap(scoped => unplacedIn(scoped, registryOf, options).map(unplaced => problemAt(scoped, unplaced)))
}
