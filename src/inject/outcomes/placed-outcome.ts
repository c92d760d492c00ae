import type { Origin } from '../../kinds/workload-kind.ts'
import type { Identity } from '../../manifest/resource.ts'
import type { LineCounter } from '../../manifest/stream.ts'
import type { ChangeCause, NameChange, Outcome, Status, Warning } from '../outcome.ts'
import type { ScopedResource } from '../scope.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'

/** The parts of an outcome except its place. */
export interface OutcomeFacts extends Pick<Outcome, 'status' | 'changes' | 'causes' | 'needs' | 'warnings'> {
  readonly reason: string | undefined
  /** ServiceAccounts that are not in the input and may have a list, which the new list hides. */
  readonly hiddenAccounts: readonly string[]
}

/**
 * Creates the outcome of a resource. There may be 100,000 outcomes until a report is written. So an outcome keeps no
 * reference to its document, and computes its line and notes only when a report needs them.
 */
export function outcomeOf(scoped: ScopedResource, facts: OutcomeFacts): Outcome {
  return new PlacedOutcome(scoped, facts)
}

class PlacedOutcome implements Outcome {
  readonly status: Status
  readonly source: string
  readonly document: number
  readonly identity: Identity
  readonly origin?: Origin
  readonly changes: readonly NameChange[]
  readonly causes?: readonly ChangeCause[]
  readonly needs: readonly NameChange[]
  readonly warnings: readonly Warning[]
  readonly reason?: string
  readonly #hiddenAccounts: readonly string[]
  readonly #lines: LineCounter
  readonly #offset: number
  readonly #line: number

  constructor({ document, resource }: ScopedResource, facts: OutcomeFacts) {
    this.status = facts.status
    this.source = document.source.name
    this.document = document.span.index
    this.identity = resource.identity
    if (resource.origin !== undefined) this.origin = resource.origin
    this.changes = facts.changes
    if (facts.causes !== undefined) this.causes = facts.causes
    this.needs = facts.needs
    this.warnings = facts.warnings
    if (facts.reason !== undefined) this.reason = facts.reason
    this.#hiddenAccounts = facts.hiddenAccounts
    this.#lines = document.lines
    this.#offset = document.span.start
    this.#line = resource.line
  }

  get line(): number {
    return this.#lines.linesBefore(this.#offset) + this.#line
  }

  get notes(): readonly string[] {
    const accounts = [...new Set(this.#hiddenAccounts)].map(name => {
      const label = namespacedName(this.identity.namespace, name)
      return `service account ${label} is not in the input: if it lists pull secrets, name them with --service-account-secret`
    })
    const { origin } = this
    return origin?.by === 'crd'
      ? [...accounts, `the CRD in ${origin.source} says where its pull secrets are`]
      : accounts
  }
}
