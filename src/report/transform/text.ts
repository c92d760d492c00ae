import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { inputsOf } from '../../inject/outcome.ts'
import type { AddedSecret, Outcome, Status, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { memoize } from '../../text/memoize.ts'
import { painter, severityLabel } from '../paint.ts'
import type { Color, Paint } from '../paint.ts'
import { Places, problemLine } from '../places.ts'
import { printable } from '../printable.ts'
import { pendingChanges, sentenceOfChange } from './gate.ts'
import type { Fix, PendingChange } from './gate.ts'
import { summarize, tallyOf } from './summary.ts'
import type { Tally } from './summary.ts'
import { describeChanges, enumerate, isChanged, joinLines } from '../wording.ts'

export interface TextOptions {
  /** `quiet`: only problems; `verbose`: also unchanged resources and notes. */
  readonly level: 'quiet' | 'normal' | 'verbose'
  /** Whether to use ANSI colors. */
  readonly color: boolean
  /** Whether the changes were only shown, not made. */
  readonly isDryRun?: boolean
  /** The command that makes the changes. If it is present, each change is reported as an error. */
  readonly fix?: Fix
  /** Whether there are several inputs, so that each resource is shown with its file. */
  readonly areSeveral?: boolean
}

const BY_SHAPE = ' (the place of its list is a guess; name its CRD with --crd to be sure)'

// Reasons for outcomes without a reason of their own.
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

/**
 * Renders the report for people: problems, warnings, a line for each changed resource, and a summary. `''` or whole
 * lines.
 */
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

/** Renders a part of a stream: warnings and changed resources. */
export function renderPart(outcomes: readonly Outcome[], places: Places, options: TextOptions): string {
  if (options.level === 'quiet') return ''
  const warnings = warningLines(outcomes, places, painter(options.color))
  return joinLines([...warnings, ...resourceLines(outcomes, options)])
}

/** Renders the end of a stream's report: the problems that ended the output, or the summary. */
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
  /** Absent if there is a single source, which the user named. */
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

// The subject of a line. An outcome computes its line number only when it is read.
function subject(outcome: Outcome, among: Places | undefined): string {
  const name = nameResource(outcome.identity)
  return among === undefined ? name : `${among.of(outcome.source, outcome.line)}: ${name}`
}

/** Returns the words for an outcome. Many resources share one list of changes, so its words are cached. */
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
