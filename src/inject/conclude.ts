import type { Circumstances } from './decide.ts'
import { mergeNames } from './names.ts'
import type { NameChange, Outcome, Status, Warning } from './outcome.ts'
import { outcomeOf } from './placed-outcome.ts'
import type { ScopedResource } from './scope.ts'
import { isKnown } from './service-accounts.ts'
import type { Decided } from './share.ts'
import { hostWarnings, listWarnings, unplacedIn } from './warnings.ts'

/** The one outcome of a resource, from the decisions about its sites. */
export function concludeInjection(
  scoped: ScopedResource,
  decided: readonly Decided[],
  circumstances: Circumstances,
): Outcome {
  const { document } = scoped
  const unplaced = unplacedIn(scoped, circumstances.registryOf, circumstances.options)
  const status = statusOf(scoped, decided, unplaced.length > 0 ? circumstances.options.strict : undefined)
  const reason = reasonOf(status, decided, scoped)
  return outcomeOf(scoped, {
    status,
    changes: status === 'injected' ? changesOf(decided) : NONE,
    needs: needsOf(decided),
    warnings: [
      ...decided.filter(isTouched).flatMap(one => warningsOf(one, circumstances)),
      ...(circumstances.options.strict ? NONE : unplaced).map(({ code, line, what, remedy }) => ({
        code,
        line: document.linesBefore + line,
        message: `${what}; ${remedy}`,
      })),
    ],
    notes: notesOf(decided, circumstances),
    ...(reason === undefined ? {} : { reason }),
  })
}

const NONE: readonly never[] = []

/** `strictness`: whether unplaced images are problems; absent where there are none. */
function statusOf(
  { resource }: ScopedResource,
  decided: readonly Decided[],
  strictness: boolean | undefined,
): Status {
  const kinds = decided.map(({ decision }) => decision.kind)
  if (kinds.includes('fail') || strictness === true) return 'failed'
  if (kinds.includes('write')) return 'injected'
  if (strictness === false) return 'unplaced'
  if (decided.some(isTouched)) return 'present'
  return resource.role === 'workload' ? 'no-acr-image' : 'not-a-workload'
}

/** Whether the site has an ACR image (or is the ServiceAccount of one that has). */
function isTouched({ decision }: Decided): boolean {
  return decision.kind !== 'leave' || decision.reason === 'present'
}

function changesOf(decided: readonly Decided[]): readonly NameChange[] {
  let changes: readonly NameChange[] = []
  for (const { decision } of decided)
    if (decision.kind === 'write') changes = mergeNames(changes, decision.names)
  return changes
}

function needsOf(decided: readonly Decided[]): readonly NameChange[] {
  let needs: readonly NameChange[] = []
  for (const { decision } of decided)
    if ('names' in decision)
      needs = mergeNames(
        needs,
        decision.names.filter(({ registries }) => registries.length > 0),
      )
  return needs
}

function reasonOf(
  status: Status,
  decided: readonly Decided[],
  { resource }: ScopedResource,
): string | undefined {
  if (status === 'present') return decided.map(whyPresent).find(reason => reason !== undefined)
  if (status === 'no-acr-image') return 'no ACR image'
  if (status !== 'not-a-workload') return undefined
  if (resource.identity.kind === '') return 'no kind'
  return resource.role === 'unknown' ? 'not a kind that is known to run images' : 'not a workload'
}

function whyPresent({ decision }: Decided): string | undefined {
  if (decision.kind === 'delegate') return `left to its service account ${decision.account.label}`
  return decision.kind === 'leave' && decision.reason === 'present' ? decision.because : undefined
}

function warningsOf(
  { scoped, decision }: Decided,
  { registryOf, options, accountOf }: Circumstances,
): readonly Warning[] {
  const warnings = [...listWarnings(scoped), ...hostWarnings(scoped, registryOf)]
  if (options.via !== 'serviceaccount' || decision.kind !== 'write') return warnings
  if (!scoped.site.usesServiceAccount || scoped.site.list.form === 'list') return warnings
  const line = scoped.document.linesBefore + scoped.site.list.line
  const message = `its service account ${accountOf(scoped).label} is not in the input, so that the pod spec got the pull secret`
  return [...warnings, { code: 'service-account-missing', line, message }]
}

/** For `-v`: a ServiceAccount that may have a list, which ours now hides. */
function notesOf(decided: readonly Decided[], { accountOf }: Circumstances): readonly string[] {
  const notes = decided.flatMap(({ scoped, decision }) => {
    const { list, usesServiceAccount } = scoped.site
    if (decision.kind !== 'write' || !usesServiceAccount || list.form === 'list' || list.inherited.length > 0)
      return []
    const account = accountOf(scoped)
    return isKnown(account)
      ? []
      : [
          `service account ${account.label} is not in the input: if it lists pull secrets, say so with --service-account-secret`,
        ]
  })
  return notes.length < 2 ? notes : [...new Set(notes)]
}
