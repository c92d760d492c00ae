import type { LocatedDiagnostic } from '../../../manifest/diagnostic.ts'
import type { SourceName } from '../../../manifest/source.ts'
import type { Paint } from '../../../report/paint.ts'
import { severityLabel } from '../../../report/paint.ts'
import { Places, sentenceOfProblem } from '../../../report/places.ts'
import { printable } from '../../../report/printable.ts'

/** A message beside a result that is not an error. */
export interface Notice {
  readonly severity: 'warning' | 'note'
  readonly message: string
}

export function noticeLine({ severity, message }: Notice, paint: Paint): string {
  return `${severityLabel(severity, paint)} ${printable(message)}\n`
}

/** A problem of the inputs that does not stop the verb, as a warning. */
export function noticeOf(problem: LocatedDiagnostic, inputs: readonly SourceName[]): Notice {
  const places = new Places(inputs)
  const message = `${places.of(problem.source, problem.line)}: ${sentenceOfProblem(problem, places)}`
  return { severity: 'warning', message }
}
