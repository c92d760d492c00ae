import type { Outcome, Status, Transformation } from '../inject/outcome.ts'
import type { Problem } from '../manifest/source.ts'
import { nameResource } from '../manifest/resource.ts'
import { painter } from './paint.ts'
import type { Paint } from './paint.ts'
import { printable } from './printable.ts'
import { summarize } from './summary.ts'
import { describeChanges, isChanged, joinLines } from './wording.ts'

export interface TextOptions {
  /** `quiet`: problems only; `verbose`: unchanged resources and notes too. */
  readonly level: 'quiet' | 'normal' | 'verbose'
  /** ANSI colours. */
  readonly color: boolean
  /** Nothing was changed, only shown. */
  readonly isDryRun?: boolean
}

// For outcomes that give no reason of their own.
const REASONS: Readonly<Record<Status, string>> = {
  injected: '',
  removed: '',
  present: 'already lists its pull secrets',
  'no-acr-image': 'no ACR image',
  'not-a-workload': 'no workload',
  unplaced: 'no known place for a pull secret',
  failed: 'failed',
}

/** The report for a person: problems, warnings, a line for each changed resource, and one of counts. `''` or whole lines. */
export function renderText(transformation: Transformation, { level, color, isDryRun }: TextOptions): string {
  const { sources, outcomes, problems } = transformation
  const paint = painter(color)
  const errors = problems.map(problem => problemLine(problem, paint))
  if (level === 'quiet') return joinLines(errors)

  const isVerbose = level === 'verbose'
  const warnings = outcomes.flatMap(outcome => warningLines(outcome, paint))
  const shown = problems.length > 0 ? [] : outcomes.filter(outcome => isVerbose || isChanged(outcome))
  const resources = shown.flatMap(outcome => [
    `${printable(subject(outcome, sources.length > 1))}: ${ending(outcome, paint)}`,
    ...(isVerbose ? outcome.notes.map(note => paint('dim', `  note: ${printable(note)}`)) : []),
  ])
  return joinLines([...errors, ...warnings, ...resources, summarize(transformation, isDryRun)])
}

/** What cannot be read or changed, without line end. */
export function problemLine({ source, document, line, what, remedy }: Problem, paint: Paint): string {
  const message = `${source}: document ${document}, line ${line}: ${what}; ${remedy}`
  return `${paint('red', 'error:')} ${printable(message)}`
}

function warningLines({ source, identity, warnings }: Outcome, paint: Paint): readonly string[] {
  return warnings.map(({ line, message }) => {
    const text = `${source}:${line}: ${nameResource(identity)}: ${message}`
    return `${paint('yellow', 'warning:')} ${printable(text)}`
  })
}

// One source is known to whoever named it; among several the file is what a person looks for first.
function subject({ source, identity }: Outcome, isOneOfSeveral: boolean): string {
  return `${isOneOfSeveral ? `${source}: ` : ''}${nameResource(identity)}`
}

function ending(outcome: Outcome, paint: Paint): string {
  if (!isChanged(outcome))
    return paint('dim', `unchanged, ${printable(outcome.reason ?? REASONS[outcome.status])}`)
  const color = outcome.status === 'removed' ? 'red' : 'green'
  return describeChanges(outcome)
    .map(change => paint(color, printable(change)))
    .join(', ')
}
