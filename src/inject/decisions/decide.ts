import type { Diagnostic } from '../../manifest/diagnostic.ts'
import type { ServiceAccountOf, ServiceAccount } from './service-accounts.ts'
import { namesWithoutKey, spellingIfRedundant } from './effective-secrets.ts'
import { concat, filterKeeping } from '../../text/lists.ts'
import type { IsSelected } from '../../manifest/only.ts'
import type { InjectOptions } from '../options.ts'
import type { NameChange } from '../outcome.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { ScopedSite } from '../scope.ts'
import type { WantedNames } from './wanted-names.ts'
import { unmountableNames } from '../../kubernetes/pull-secrets.ts'
import type { Resource } from '../../manifest/resource.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import { isDiagnostic } from '../../manifest/site.ts'
import type { PullSecretList, Spelling } from '../../manifest/site.ts'

/** The decision about one site. */
export type Decision =
  | { readonly kind: 'leave'; readonly reason: 'no-acr-image' | 'not-selected' }
  | {
      readonly kind: 'leave'
      readonly reason: 'present'
      readonly because: string
      readonly names: readonly NameChange[]
    }
  /** The names are written to the ServiceAccount instead (`--via serviceaccount`). */
  | { readonly kind: 'delegate'; readonly account: ServiceAccount; readonly names: readonly NameChange[] }
  | { readonly kind: 'write'; readonly names: readonly NameChange[]; readonly spelling?: Spelling }
  | { readonly kind: 'fail'; readonly problem: Diagnostic }

/** Everything that a decision about a site depends on. */
export interface InjectContext {
  readonly options: InjectOptions
  readonly registryOf: RegistryOf
  /** The registry of an image that needs no credential; absent if no registry is credential-free. */
  readonly credentialFreeOf?: RegistryOf
  readonly wantedNames: WantedNames
  readonly accountOf: ServiceAccountOf
  /** Returns a list of one name. Equal names share one list, since many outcomes keep such a list. */
  readonly listOfName: (name: string) => readonly string[]
  /** Selects the resources that may change. */
  readonly isSelected: IsSelected
  /** The place of an earlier declaration of the same ServiceAccount, if any. */
  readonly repeatedBy: (resource: Resource) => string | undefined
  /** The values in a resource that were meant as lists of pull secrets, but are none. */
  readonly misplacedOf: (resource: Resource) => readonly MisplacedList[]
}

const NO_ACR_IMAGE: Decision = { kind: 'leave', reason: 'no-acr-image' }
const NOT_SELECTED: Decision = { kind: 'leave', reason: 'not-selected' }

/** Decides which names the list of a pod spec must get. Follows Kubernetes' rules, so that no credential is lost. */
export function decide(scoped: ScopedSite, context: InjectContext): Decision {
  const { options, wantedNames, accountOf } = context
  const { site } = scoped
  const { list } = site
  const wanted = wantedNames.of(site.images)
  if (wanted.length === 0 || (site.onlyIfListed && list.form === 'absent')) return NO_ACR_IMAGE
  if (list.form === 'list' && list.capacity === 'one') return keepSingle(list, wanted)
  const account = site.usesServiceAccount ? accountOf(scoped) : undefined
  const decision = decideList(list, wanted, account, options)
  return account === undefined ? decision : unlessRejected(decision, list, account)
}

/**
 * Like `decide`, with `--only`. A site that is not selected stays as it is, but its names still go to its
 * ServiceAccount if that is selected.
 */
export function decideSelected(scoped: ScopedSite, context: InjectContext): Decision {
  if (context.isSelected(scoped.resource.identity)) return decide(scoped, context)
  if (context.options.via === 'pod') return NOT_SELECTED
  const decision = decide(scoped, context)
  const isForSelected =
    decision.kind === 'delegate' &&
    decision.account.sites.some(({ resource }) => context.isSelected(resource.identity))
  return isForSelected ? decision : NOT_SELECTED
}

function decideList(
  list: PullSecretList,
  wanted: readonly NameChange[],
  account: ServiceAccount | undefined,
  { via }: InjectOptions,
): Decision {
  if (list.form === 'list') return extendOwn(list, wanted, account)
  if (list.form === 'absent' && list.inherited.length > 0)
    return takeOver(list, wanted, namesWithoutKey(list, undefined), {})
  if (account === undefined) return write(list, wanted)
  if (via === 'serviceaccount' && account.sites.length > 0)
    return { kind: 'delegate', account, names: wanted }
  return takeOver(list, wanted, account.secrets, { serviceAccount: account.label })
}

/**
 * Extends the pod spec's own list. If the list only repeats the names that it hides, the new entries get the other
 * spelling. Otherwise uninject would take the list for one of inject's, and remove it.
 */
function extendOwn(
  list: PullSecretList,
  wanted: readonly NameChange[],
  account: ServiceAccount | undefined,
): Decision {
  const own = list.entries.map(({ name }) => name)
  const decision = extend(list, wanted, own, 'already lists')
  const redundantSpelling = spellingIfRedundant(list, own, account)
  if (decision.kind !== 'write' || redundantSpelling === undefined) return decision
  return { ...decision, spelling: redundantSpelling === 'normal' ? 'list-existed' : 'normal' }
}

/** Decides about the list of a ServiceAccount that gets names of pod specs. */
export function decideForAccount({ site }: ScopedSite, wanted: readonly NameChange[]): Decision {
  const { list } = site
  return extend(
    list,
    wanted,
    list.entries.map(({ name }) => name),
    'already lists',
  )
}

function extend(
  list: PullSecretList,
  wanted: readonly NameChange[],
  present: readonly string[],
  words: string,
): Decision {
  const listed = new Set(present)
  const names = filterKeeping(wanted, ({ name }) => !listed.has(name))
  if (names.length > 0) return write(list, names)
  return {
    kind: 'leave',
    reason: 'present',
    because: `${words} ${wanted.map(({ name }) => name).join(', ')}`,
    names: wanted,
  }
}

/** Creates the pod spec's own list. The list begins with the names that it hides. */
function takeOver(
  list: PullSecretList,
  wanted: readonly NameChange[],
  effective: readonly string[],
  { serviceAccount }: { readonly serviceAccount?: string },
): Decision {
  const words = serviceAccount === undefined ? 'inherits' : `service account ${serviceAccount} lists`
  const added = extend(list, wanted, effective, words)
  if (added.kind !== 'write') return added
  const kept = effective.map(name => ({
    name,
    registries: [],
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
  }))
  return write(list, concat(kept, added.names))
}

function write(list: PullSecretList, names: readonly NameChange[]): Decision {
  if (isDiagnostic(list.insertion)) return { kind: 'fail', problem: list.insertion }
  if (list.capacity === 'many' || names.length === 1) return { kind: 'write', names }
  const all = names.map(({ name }) => name).join(' and ')
  const what = `the field takes one pull secret, and the images need ${all}`
  return {
    kind: 'fail',
    problem: {
      code: 'room-for-one-secret',
      line: list.line,
      what,
      remedy: 'make one Secret for all registries of the resource',
    },
  }
}

function keepSingle(list: PullSecretList, wanted: readonly NameChange[]): Decision {
  const [name = ''] = list.entries.map(entry => entry.name)
  if (name === '') return write(list, wanted)
  return {
    kind: 'leave',
    reason: 'present',
    because: `the field takes one pull secret, and that is ${name}`,
    names: [],
  }
}

/**
 * Fails if the API server would reject the pod: its ServiceAccount enforces mountable secrets and does not list a
 * name (admission.go).
 */
function unlessRejected(decision: Decision, list: PullSecretList, account: ServiceAccount): Decision {
  if (decision.kind !== 'write') return decision
  const missing = unmountableNames(
    decision.names.map(({ name }) => name),
    account,
  )
  if (missing.length === 0) return decision
  const what = `service account ${account.label} enforces mountable secrets and does not list ${missing.join(', ')}, so the API server would reject the pods`
  const remedy = list.form === 'list' ? 'list it there first' : 'use --via serviceaccount'
  return { kind: 'fail', problem: { code: 'not-mountable', line: list.line, what, remedy } }
}
