import { readSource } from '../manifest/read.ts'
import type { ReadSource } from '../manifest/read.ts'
import { isObstacle, writeNames } from '../manifest/site.ts'
import type { Problem, Source } from '../manifest/source.ts'
import { concludeInjection } from './conclude.ts'
import { decide, decideForAccount } from './decide.ts'
import type { Circumstances } from './decide.ts'
import { editSources } from './edits.ts'
import type { DocumentEdit } from './edits.ts'
import type { InjectOptions } from './options.ts'
import { mergeNames } from './names.ts'
import type { NameChange, Transformation } from './outcome.ts'
import { registriesFrom, watchFor } from './registries.ts'
import { inOrder, problemAt, resourcesOf, sitesOf } from './scope.ts'
import type { ScopedResource } from './scope.ts'
import type { ServiceAccount } from './service-accounts.ts'
import { knownServiceAccounts } from './service-accounts.ts'
import { settleShared } from './share.ts'
import type { Decided } from './share.ts'
import { unplacedIn } from './warnings.ts'

/** Gives every pod spec that uses an ACR image its pull secrets. Pure: whether to write is the caller's decision. */
export function inject(sources: readonly Source[], options: InjectOptions): Transformation {
  const isWatched = watchFor(sources, options.registries, options.via === 'serviceaccount')
  const read = sources.map(source => readSource(source, isWatched))
  const resources = resourcesOf(read.flatMap(({ documents }) => documents))
  const circumstances: Circumstances = {
    options,
    registryOf: registriesFrom(options.registries),
    accountOf: knownServiceAccounts(resources, options.serviceAccounts),
  }
  const decided = settleShared(decideAll(resources, circumstances))
  const bySite = new Map(decided.map(one => [one.scoped.site, one]))
  const outcomes = resources.map(scoped => concludeInjection(scoped, bySite, circumstances))
  return {
    verb: 'inject',
    sources: editSources(sources, decided.flatMap(editOf)),
    outcomes,
    problems: inOrder(sources, [
      ...read.flatMap(({ problems }) => problems),
      ...failures(decided),
      ...strictProblems(resources, circumstances),
    ]),
    unread: read.reduce((sum: number, { unread }: ReadSource) => sum + unread, 0),
  }
}

function decideAll(resources: readonly ScopedResource[], circumstances: Circumstances): readonly Decided[] {
  const podSpecs = resources.filter(({ resource }) => resource.role !== 'service-account').flatMap(sitesOf)
  const decided = podSpecs.map(scoped => ({ scoped, decision: decide(scoped, circumstances) }))
  const wanted = new Map<ServiceAccount, NameChange[]>()
  for (const { decision } of decided) {
    if (decision.kind === 'delegate')
      wanted.set(decision.account, mergeNames(wanted.get(decision.account) ?? [], decision.names))
  }
  const accounts = [...wanted].flatMap(([account, names]) =>
    account.sites.map(scoped => ({ scoped, decision: decideForAccount(scoped, names) })),
  )
  return [...decided, ...accounts]
}

function editOf({ scoped, decision, isCovered = false }: Decided): readonly DocumentEdit[] {
  const { insertion } = scoped.site.list
  if (decision.kind !== 'write' || isCovered || isObstacle(insertion)) return []
  const names = decision.names.map(({ name }) => name)
  return [{ document: scoped.document, edit: writeNames(insertion, names, decision.spelling) }]
}

function failures(decided: readonly Decided[]): readonly Problem[] {
  return decided.flatMap(({ scoped, decision }) =>
    decision.kind === 'fail' ? [problemAt(scoped, decision.obstacle)] : [],
  )
}

function strictProblems(
  resources: readonly ScopedResource[],
  { options, registryOf }: Circumstances,
): readonly Problem[] {
  if (!options.strict) return []
  return resources.flatMap(scoped =>
    unplacedIn(scoped, registryOf, options).map(unplaced => problemAt(scoped, unplaced)),
  )
}
