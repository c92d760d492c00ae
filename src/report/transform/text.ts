import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { inputsOf } from '../../inject/outcome.ts'
import type { AddedSecret, Outcome, Status, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { memoize } from '../../text/memoize.ts'
import { painter, severityLabel } from '../paint.ts'
import type { Color, Paint } from '../paint.ts'
import { Places, sentenceOfProblem } from '../places.ts'
import { printable } from '../printable.ts'
import { pendingChanges, sentenceOfChange } from './gate.ts'
import type { Fix, PendingChange } from './gate.ts'
import { summarize, tallyOf } from './summary.ts'
import type { Tally } from './summary.ts'
import { describeChanges, enumerate, isChanged, joinLines } from '../wording.ts'

export interface TextOptions {
  /** `quiet`: problems only; `verbose`: unchanged resources and notes too. */
  readonly level: 'quiet' | 'normal' | 'verbose'
  /** ANSI colours. */
  readonly color: boolean
  /** Nothing was changed, only shown. */
  readonly isDryRun?: boolean
  /** There: what would change is an error, and this changes it. */
  readonly fix?: Fix
  /** Whether there is more than one input, so that a resource is told with its file. */
  readonly areSeveral?: boolean
}

const BY_SHAPE = ' (the place of its list is a guess; name its CRD with --crd to be sure)'

// For outcomes that give no reason of their own.
const REASONS: Readonly<Record<Status, string>> = {
  injected: '',
  removed: '',
  present: 'already lists its pull secrets',
  'no-acr-image': 'no ACR image',
  'not-a-workload': 'not a workload',
  'not-selected': 'not named by --only',
  unplaced: 'no known place for a pull secret',
  failed: 'failed',
}

/** The report for a person: problems, warnings, a line for each changed resource, and one of counts. `''` or whole lines. */
export function renderText(transformation: Transformation, options: TextOptions): string {
  const { sources, outcomes, problems, addedSecrets = [] } = transformation
  const paint = painter(options.color)
  const places = new Places(inputsOf(transformation))
  const { fix, level, areSeveral = sources.length > 1 } = options
  const pending = fix === undefined ? [] : pendingChanges(transformation)
  const errors = [
    ...problems.map(problem => problemLine(problem, places, paint)),
    ...pending.map(change => pendingLine(change, places, paint)),
  ]
  if (level === 'quiet') return joinLines(errors)
  const warnings = warningLines(outcomes, places, paint)
  const shown = fix === undefined ? outcomes : outcomes.filter(outcome => !isChanged(outcome))
  const resources = problems.length > 0 ? [] : resourceLines(shown, options, areSeveral ? places : undefined)
  const summary = summarize(tallyOf(transformation), options.isDryRun)
  return joinLines([
    ...errors,
    ...warnings,
    ...addedSecrets.map(secret => secretLine(secret, paint)),
    ...resources,
    summary,
    ...(fix === undefined || pending.length === 0 ? [] : fixLines(fix, paint)),
  ])
}

function pendingLine(change: PendingChange, places: Places, paint: Paint): string {
  const place = places.of(change.source, change.line)
  return `${severityLabel('error', paint)} ${printable(`${place}: ${sentenceOfChange(change, undefined)}`)}`
}

function fixLines({ remedy, command }: Fix, paint: Paint): readonly string[] {
  return [`${remedy}:`, `  ${paint('green', printable(command))}`]
}

/** The same of a part of a stream: warnings and changed resources, as they come. */
export function renderPart(outcomes: readonly Outcome[], places: Places, options: TextOptions): string {
  if (options.level === 'quiet') return ''
  const warnings = warningLines(outcomes, places, painter(options.color))
  return joinLines([...warnings, ...resourceLines(outcomes, options)])
}

/** The end of a stream's report: its problems, with which the output ends too, or how many resources ended how. */
export function renderEnd(
  problems: readonly LocatedDiagnostic[],
  tally: Tally,
  places: Places,
  { level, color }: TextOptions,
): string {
  const errors = problems.map(problem => problemLine(problem, places, painter(color)))
  const [first] = problems
  const end = first === undefined ? summarize(tally) : `the output ends before document ${first.document}`
  return joinLines(level === 'quiet' && first === undefined ? [] : [...errors, end])
}

function resourceLines(
  outcomes: readonly Outcome[],
  { level, color }: TextOptions,
  /** Absent where there is one source alone: the user named it. */
  among?: Places,
): readonly string[] {
  const paint = painter(color)
  const endingOf = endings(paint)
  const isVerbose = level === 'verbose'
  const lines: string[] = []
  for (const outcome of outcomes) {
    if (!isVerbose && !isChanged(outcome)) continue
    lines.push(`${printable(subject(outcome, among))}: ${endingOf(outcome)}`)
    if (isVerbose) for (const note of outcome.notes) lines.push(paint('dim', `  note: ${printable(note)}`))
  }
  return lines
}

/** What cannot be read or changed, without line end. */
export function problemLine(problem: LocatedDiagnostic, places: Places, paint: Paint): string {
  const place = places.of(problem.source, problem.line)
  return `${severityLabel('error', paint)} ${printable(`${place}: ${sentenceOfProblem(problem, places)}`)}`
}

function secretLine({ name, namespace, registries }: AddedSecret, paint: Paint): string {
  const core = { group: '', version: 'v1', kind: 'Secret', name }
  const secret = nameResource(namespace === undefined ? core : { ...core, namespace })
  const change = `added, with a credential for ${enumerate(registries)}`
  return `${printable(secret)}: ${paint('green', printable(change))}`
}

function warningLines(outcomes: readonly Outcome[], places: Places, paint: Paint): readonly string[] {
  const lines: string[] = []
  for (const { source, identity, warnings } of outcomes) {
    for (const { line, message } of warnings) {
      const text = `${places.of(source, line)}: ${nameResource(identity)}: ${message}`
      lines.push(`${severityLabel('warning', paint)} ${printable(text)}`)
    }
  }
  return lines
}

// An outcome counts its line when it is asked for.
function subject(outcome: Outcome, among: Places | undefined): string {
  const name = nameResource(outcome.identity)
  return among === undefined ? name : `${among.of(outcome.source, outcome.line)}: ${name}`
}

/** What became of a resource. A list of changes, which many resources share, is put into words once. */
function endings(paint: Paint): (outcome: Outcome) => string {
  const painted = (status: Status, color: Color) => (changes: Outcome['changes']) =>
    describeChanges({ status, changes })
      .map(change => paint(color, printable(change)))
      .join(', ')
  const removed = memoize(painted('removed', 'red'))
  const injected = memoize(painted('injected', 'green'))
  return ({ status, changes, origin, reason = REASONS[status] }) => {
    if (status === 'removed') return removed(changes)
    if (status === 'injected') return injected(changes) + (origin?.by === 'shape' ? BY_SHAPE : '')
    return paint('dim', `unchanged, ${printable(reason)}`)
  }
}
