import type { Decision, InjectContext } from '../decisions/decide.ts'
import { concat, NONE, filterKeeping } from '../../text/lists.ts'
import { mergeAllNames } from '../decisions/merge-names.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { ChangeCause, NameChange, Outcome, Status, Warning } from '../outcome.ts'
import { outcomeOf } from './placed-outcome.ts'
import { scopedSites } from '../scope.ts'
import type { ScopedResource } from '../scope.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import { accountName } from '../decisions/service-accounts.ts'
import type { Decided } from '../decisions/shared-nodes.ts'
import { hostWarnings, listWarnings, misplacedWarnings, repeatWarnings, unplacedIn } from './warnings.ts'
import type { Unplaced } from './warnings.ts'

/** Creates the outcome of a resource, from the decisions about its sites. */
export function concludeInjection(
  scoped: ScopedResource,
  decided: readonly Decided[],
  context: InjectContext,
): Outcome {
  const { registryOf, options, isSelected } = context
  if (!isSelected(scoped.resource.identity) && decided.every(isNotSelected)) return unselected(scoped)
  const unplaced = unplacedIn(scoped, registryOf, options)
  const status = statusOf(scoped, decided, unplaced.length > 0 ? options.strict : undefined)
  return outcomeOf(scoped, {
    status,
    changes: status === 'injected' ? changesOf(decided) : NONE,
    ...(options.findsCauses === true && status === 'injected'
      ? { causes: causesOf(decided, registryOf) }
      : {}),
    needs: needsOf(decided),
    warnings: concat(
      concat(
        concat(accountWarnings(scoped, context), siteWarnings(decided, context)),
        listsMeant(scoped, decided, context),
      ),
      options.strict ? NONE : unplacedWarnings(scoped, unplaced),
    ),
    reason: reasonOf(status, decided, scoped, context),
    hiddenAccounts: hiddenAccounts(decided, context),
  })
}

/** The outcome of a resource that `--only` does not name. */
export function unselected(scoped: ScopedResource): Outcome {
  return outcomeOf(scoped, {
    status: 'not-selected',
    changes: NONE,
    needs: NONE,
    warnings: NONE,
    reason: 'not named by --only',
    hiddenAccounts: NONE,
  })
}

function isNotSelected({ decision }: Decided): boolean {
  return decision.kind === 'leave' && decision.reason === 'not-selected'
}

/** `strictness` says whether unplaced images are errors; `undefined` if there are none. */
function statusOf(
  { resource }: ScopedResource,
  decided: readonly Decided[],
  strictness: boolean | undefined,
): Status {
  if (strictness === true || decided.some(({ decision }) => decision.kind === 'fail')) return 'failed'
  if (decided.some(({ decision }) => decision.kind === 'write')) return 'injected'
  if (strictness === false) return 'unplaced'
  if (decided.some(isTouched)) return 'present'
  return resource.role === 'workload' ? 'no-acr-image' : 'not-a-workload'
}

/** Whether the site has an ACR image, or is the ServiceAccount of such a site. */
function isTouched({ decision }: Decided): boolean {
  return decision.kind !== 'leave' || decision.reason === 'present'
}

function changesOf(decided: readonly Decided[]): readonly NameChange[] {
  const only = decided.length === 1 ? decided[0] : undefined
  if (only !== undefined) return only.decision.kind === 'write' ? only.decision.names : NONE
  return mergeAllNames(decided.map(({ decision }) => (decision.kind === 'write' ? decision.names : NONE)))
}

/** For each name that images need, the first of these images. */
function causesOf(decided: readonly Decided[], registryOf: RegistryOf): readonly ChangeCause[] {
  const causes = new Map<string, ChangeCause>()
  for (const { scoped, decision } of decided) {
    if (decision.kind !== 'write') continue
    for (const { reference, line } of scoped.site.images) {
      const host = registryOf(reference)?.host
      for (const { name, registries } of decision.names) {
        if (host === undefined || !registries.includes(host)) continue
        const first = causes.get(name)
        const found = { name, line: scoped.document.linesBefore + line, image: reference, others: 0 }
        causes.set(name, first === undefined ? found : { ...first, others: first.others + 1 })
      }
    }
  }
  return [...causes.values()]
}

function needsOf(decided: readonly Decided[]): readonly NameChange[] {
  return mergeAllNames(decided.map(({ decision }) => filterKeeping(namesIn(decision), isAskedFor)))
}

function namesIn(decision: Decision): readonly NameChange[] {
  if (decision.kind === 'fail' || (decision.kind === 'leave' && decision.reason !== 'present')) return NONE
  return decision.names
}

function isAskedFor({ registries }: NameChange): boolean {
  return registries.length > 0
}

function reasonOf(
  status: Status,
  decided: readonly Decided[],
  scoped: ScopedResource,
  { credentialFreeOf }: InjectContext,
): string | undefined {
  const { resource } = scoped
  if (status === 'present') return decided.map(presentReason).find(reason => reason !== undefined)
  const free = credentialFreeOf === undefined ? undefined : credentialFreeHost(scoped, credentialFreeOf)
  if (status === 'no-acr-image' && free !== undefined) return `no pull secret is needed for ${free}`
  if (status === 'no-acr-image')
    return resource.namesSecretInValues === true ? 'its values name a pull secret' : 'no ACR image'
  if (status !== 'not-a-workload') return undefined
  if (resource.identity.kind === '') return 'no kind'
  return resource.role === 'unknown' ? 'not a kind known to run images' : 'not a workload'
}

/** The first credential-free registry of its images. */
function credentialFreeHost(scoped: ScopedResource, credentialFreeOf: RegistryOf): string | undefined {
  const images = scopedSites(scoped).flatMap(({ site }) => site.images)
  return images.map(({ reference }) => credentialFreeOf(reference)?.host).find(host => host !== undefined)
}

function presentReason({ decision }: Decided): string | undefined {
  if (decision.kind === 'delegate') return `service account ${decision.account.label} lists its pull secrets`
  return decision.kind === 'leave' && decision.reason === 'present' ? decision.because : undefined
}

function accountWarnings(
  { document, resource }: ScopedResource,
  { repeatedBy }: InjectContext,
): readonly Warning[] {
  const before = repeatedBy(resource)
  if (before === undefined) return NONE
  const line = document.linesBefore + resource.line
  const message = `the service account is declared twice, and this declaration replaces the list of pull secrets at ${before}: keep one of them`
  return [{ code: 'duplicate-service-account', line, message }]
}

function siteWarnings(decided: readonly Decided[], context: InjectContext): readonly Warning[] {
  let warnings: readonly Warning[] = NONE
  for (const one of decided) {
    const ofHosts = hostWarnings(one.scoped, context.registryOf)
    warnings = concat(warnings, isTouched(one) ? concat(warningsOf(one, context), ofHosts) : ofHosts)
  }
  return warnings
}

/** Warnings about values that were meant as lists of pull secrets, but are none. */
function listsMeant(
  scoped: ScopedResource,
  decided: readonly Decided[],
  { misplacedOf }: InjectContext,
): readonly Warning[] {
  const lists = misplacedOf(scoped.resource)
  if (lists.length === 0 || !decided.some(isTouched)) return NONE
  const standing = scopedSites(scoped).flatMap(({ site: { list } }) => list.entries.map(({ name }) => name))
  const written = decided.flatMap(({ decision }) => namesIn(decision).map(({ name }) => name))
  return misplacedWarnings(scoped, lists, [...standing, ...written])
}

function warningsOf({ scoped, decision }: Decided, { options }: InjectContext): readonly Warning[] {
  const warnings = concat(repeatWarnings(scoped), listWarnings(scoped))
  if (options.via !== 'serviceaccount' || decision.kind !== 'write') return warnings
  const { document, resource, site } = scoped
  if (!site.usesServiceAccount || site.list.form === 'list') return warnings
  const line = document.linesBefore + site.list.line
  const label = namespacedName(resource.identity.namespace, accountName(site))
  const message = `service account ${label} is not in the input, so the pod spec gets the pull secret`
  return [...warnings, { code: 'service-account-missing', line, message }]
}

function unplacedWarnings({ document }: ScopedResource, unplaced: readonly Unplaced[]): readonly Warning[] {
  if (unplaced.length === 0) return NONE
  return unplaced.map(({ code, line, what, remedy }) => ({
    code,
    line: document.linesBefore + line,
    message: `${what}; ${remedy}`,
  }))
}

/** ServiceAccounts that may have a list, which the new list hides. */
function hiddenAccounts(
  decided: readonly Decided[],
  { accountOf, listOfName }: InjectContext,
): readonly string[] {
  let names: readonly string[] = NONE
  for (const { scoped, decision } of decided) {
    const { list, usesServiceAccount } = scoped.site
    const isOwnList = list.form === 'list' || list.inherited.length > 0
    if (decision.kind !== 'write' || !usesServiceAccount || isOwnList) continue
    if (accountOf(scoped) === undefined) names = concat(names, listOfName(accountName(scoped.site)))
  }
  return names
}
