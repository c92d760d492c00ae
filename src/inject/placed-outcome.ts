import type { Identity } from '../manifest/resource.ts'
import type { LineCounter } from '../manifest/stream.ts'
import type { NameChange, Outcome, Status, Warning } from './outcome.ts'
import type { ScopedResource } from './scope.ts'

/** What an outcome says besides where. */
export type Said = Pick<Outcome, 'status' | 'changes' | 'needs' | 'warnings' | 'notes' | 'reason'>

/** The outcome of a resource. Its line is counted when a report wants it, which the usual one does not. */
export function outcomeOf(scoped: ScopedResource, said: Said): Outcome {
  return new PlacedOutcome(scoped, said)
}

class PlacedOutcome implements Outcome {
  readonly status: Status
  readonly source: string
  readonly document: number
  readonly identity: Identity
  readonly changes: readonly NameChange[]
  readonly needs: readonly NameChange[]
  readonly warnings: readonly Warning[]
  readonly notes: readonly string[]
  readonly reason?: string
  readonly #lines: LineCounter
  readonly #offset: number
  readonly #line: number

  constructor({ document, resource }: ScopedResource, said: Said) {
    this.status = said.status
    this.source = document.source.name
    this.document = document.span.index
    this.identity = resource.identity
    this.changes = said.changes
    this.needs = said.needs
    this.warnings = said.warnings
    this.notes = said.notes
    if (said.reason !== undefined) this.reason = said.reason
    this.#lines = document.lines
    this.#offset = document.span.start
    this.#line = resource.line
  }

  get line(): number {
    return this.#lines.linesBefore(this.#offset) + this.#line
  }
}
