import type { ReadDocument } from '../manifest/read.ts'
import { isObstacle, writeNames } from '../manifest/site.ts'
import type { Problem, Source } from '../manifest/source.ts'
import { concludeInjection } from './conclude.ts'
import { decide, decideForAccount, namesFrom } from './decide.ts'
import type { Circumstances } from './decide.ts'
import { SourceEdits } from './edits.ts'
import type { DocumentEdit } from './edits.ts'
import { groupBy } from './group.ts'
import { Input } from './input.ts'
import type { InjectOptions } from './options.ts'
import { mergeNames } from './names.ts'
import type { NameChange, Outcome, Transformation } from './outcome.ts'
import { registriesFrom } from './registries.ts'
import { inOrder, problemAt, resourcesOf, sitesOf } from './scope.ts'
import type { ScopedResource } from './scope.ts'
import type { ServiceAccount } from './service-accounts.ts'
import { knownServiceAccounts } from './service-accounts.ts'
import { settleShared } from './share.ts'
import type { Decided } from './share.ts'
import { unplacedIn } from './warnings.ts'
import { watchRegistries } from './watch.ts'

/** Gives every pod spec that uses an ACR image its pull secrets. Pure: whether to write is the caller's decision. */
export async function inject(sources: readonly Source[], options: InjectOptions): Promise<Transformation> {
  const isViaAccount = options.via === 'serviceaccount'
  const input = await Input.open(sources, watchRegistries(options.registries, isViaAccount))
  const circumstances = circumstancesOf(input.accounts, options)
  const edits = new SourceEdits(sources)
  const outcomes: Outcome[] = []
  const problems: Problem[] = []
  const add = (documents: readonly ReadDocument[]): void => {
    const settled = settle(documents, circumstances)
    edits.add(settled.edits)
    outcomes.push(...settled.outcomes)
    problems.push(...settled.problems)
  }
  const held: ReadDocument[] = []
  await input.readEach(document => (isViaAccount ? held.push(document) : add([document])))
  add(held)
  return {
    verb: 'inject',
    sources: edits.transformed(),
    outcomes,
    problems: inOrder(sources, [...input.problems, ...problems]),
    unread: input.unread,
  }
}

/** What all decisions about an input depend on. `accounts`: the documents with its ServiceAccounts. */
export function circumstancesOf(accounts: readonly ReadDocument[], options: InjectOptions): Circumstances {
  return {
    options,
    registryOf: registriesFrom(options.registries),
    namesFor: namesFrom(options.secrets),
    accountOf: knownServiceAccounts(resourcesOf(accounts), options.serviceAccounts),
  }
}

/** What is done about some documents, and said about each of their resources. */
export interface Settled {
  readonly edits: readonly DocumentEdit[]
  readonly outcomes: readonly Outcome[]
  readonly problems: readonly Problem[]
}

/** Decides about documents that depend on each other through nothing but the ServiceAccounts that are known. */
export function settle(documents: readonly ReadDocument[], circumstances: Circumstances): Settled {
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
