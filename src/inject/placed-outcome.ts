import type { Origin } from '../kinds/workload-kind.ts'
import type { Identity } from '../manifest/resource.ts'
import type { LineCounter } from '../manifest/stream.ts'
import type { ChangeCause, NameChange, Outcome, Status, Warning } from './outcome.ts'
import type { ScopedResource } from './scope.ts'
import { namespacedName } from '../kubernetes/service-account.ts'

/** What an outcome says besides where. */
export interface OutcomeFacts extends Pick<Outcome, 'status' | 'changes' | 'causes' | 'needs' | 'warnings'> {
  readonly reason: string | undefined
  /** Names of ServiceAccounts that are not in the input and may have a list, which ours now hides. */
  readonly hiddenAccounts: readonly string[]
}

/**
 * The outcome of a resource. There may be a hundred thousand until a report is made, so that it holds on to nothing of
 * its document, and makes its line and its notes when a report wants them, which the usual one does not.
 */
export function outcomeOf(scoped: ScopedResource, said: OutcomeFacts): Outcome {
  return new PlacedOutcome(scoped, said)
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

  constructor({ document, resource }: ScopedResource, said: OutcomeFacts) {
    this.status = said.status
    this.source = document.source.name
    this.document = document.span.index
    this.identity = resource.identity
    if (resource.origin !== undefined) this.origin = resource.origin
    this.changes = said.changes
    if (said.causes !== undefined) this.causes = said.causes
    this.needs = said.needs
    this.warnings = said.warnings
    if (said.reason !== undefined) this.reason = said.reason
    this.#hiddenAccounts = said.hiddenAccounts
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
