import type { ReadDocument } from '../manifest/read.ts'
import { isObstacle, writeNames } from '../manifest/site.ts'
import type { Problem, Source } from '../manifest/source.ts'
import { concludeInjection } from './conclude.ts'
import { decide, decideForAccount, namesFrom } from './decide.ts'
import type { Circumstances } from './decide.ts'
import type { DocumentTransform, Settled } from './document-transform.ts'
import type { DocumentEdit } from './edits.ts'
import { groupBy } from './group.ts'
import type { InjectOptions } from './options.ts'
import { mergeNames } from './names.ts'
import type { NameChange, Transformation } from './outcome.ts'
import { registriesFrom } from './registries.ts'
import { problemAt, resourcesOf, sitesOf } from './scope.ts'
import type { ScopedResource } from './scope.ts'
import type { ServiceAccount } from './service-accounts.ts'
import { ServiceAccounts } from './service-accounts.ts'
import { settleShared } from './share.ts'
import type { Decided } from './share.ts'
import { transformSources } from './transform-sources.ts'
import { unplacedIn } from './warnings.ts'
import { watchRegistries } from './watch.ts'

/** Gives every pod spec that uses an ACR image its pull secrets. */
export function inject(sources: readonly Source[], options: InjectOptions): Promise<Transformation> {
  return transformSources(sources, injection(options))
}

export function injection(options: InjectOptions): DocumentTransform {
  const needsAll = options.via === 'serviceaccount'
  const accounts = new ServiceAccounts(options.serviceAccounts)
  const circumstances: Circumstances = {
    options,
    registryOf: registriesFrom(options.registries),
    namesFor: namesFrom(options.secrets),
    accountOf: accounts.of,
  }
  return {
    verb: 'inject',
    watches: watchRegistries(options.registries, needsAll),
    accounts,
    needsAll,
    settle: documents => settle(documents, circumstances),
  }
}

function settle(documents: readonly ReadDocument[], circumstances: Circumstances): Settled {
  const resources = resourcesOf(documents)
  const decided = settleShared(decideAll(resources, circumstances))
  const byResource = groupBy(decided, ({ scoped }) => scoped.resource)
  return {
    edits: decided.flatMap(editOf),
    outcomes: resources.map(scoped =>
      concludeInjection(scoped, byResource.get(scoped.resource) ?? [], circumstances),
    ),
    problems: [...failures(decided), ...strictProblems(resources, circumstances)],
  }
}

function decideAll(resources: readonly ScopedResource[], circumstances: Circumstances): readonly Decided[] {
  const podSpecs = resources.filter(({ resource }) => resource.role !== 'service-account').flatMap(sitesOf)
  const decided = podSpecs.map(scoped => ({ scoped, decision: decide(scoped, circumstances) }))
  const wanted = new Map<ServiceAccount, readonly NameChange[]>()
  for (const { decision } of decided) {
    if (decision.kind === 'delegate')
      wanted.set(decision.account, mergeNames(wanted.get(decision.account) ?? [], decision.names))
  }
  const accounts = [...wanted].flatMap(([account, names]) =>
    account.sites.map(scoped => ({ scoped, decision: decideForAccount(scoped, names) })),
  )
  return accounts.length === 0 ? decided : [...decided, ...accounts]
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
