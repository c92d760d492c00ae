import type { Paint } from '../../../report/paint.ts'
import { displayWidth, padToWidth, wrapText, wrapWords } from '../../../text/width.ts'
import type { Flag } from './flag.ts'
import { BINARY, groupsOf } from './verb.ts'
import type { Verb } from './verb.ts'

/** The output of a help text: its width in columns and its colors. */
export interface Screen {
  readonly columns: number
  readonly paint: Paint
}

// This example works without a cluster and without files.
const EXAMPLE = `kubectl create deployment web --image=contoso.azurecr.io/web --dry-run=client -o yaml | ${BINARY} inject`

/** Longer lines are hard to read. kubectl has the same limit (`term_writer.go`). */
const MAX_COLUMNS = 120
/**
 * The column where descriptions of flags begin, as in `git -h`, and the screen width below which a description is on
 * its own line.
 */
const [FLAG_WORDS, NARROW] = [34, 72]
const UNDER = 8

/** The help of all verbs. */
export function overview(verbs: readonly Verb[], screen: Screen): string {
  const columns = Math.min(screen.columns, MAX_COLUMNS)
  return joinSections([
    paragraphs(
      'Make workloads able to pull images from Azure Container Registry (ACR), on any Kubernetes cluster. Manifests go in; ' +
        'the same manifests come out, and each pod spec with an ACR image names the pull secret.',
      columns,
    ),
    section('Usage', [`  ${BINARY} COMMAND [flags]`], screen),
    section('Commands', twoColumns(commandRows(verbs), columns), screen),
    section('Example', commandLines(EXAMPLE, columns), screen),
    paragraphs(`Type "${BINARY} COMMAND --help" for the flags of a command and for examples.`, columns),
  ])
}

/** The help of one verb: its purpose, usage, examples, and its flags in groups. */
export function usageOf(verb: Verb, screen: Screen): string {
  const { summary, details, examples } = verb
  const columns = Math.min(screen.columns, MAX_COLUMNS)
  return joinSections([
    paragraphs(`${summary}.\n\n${details}`, columns),
    section('Usage', [`  ${callOf(verb)}`], screen),
    ...(examples.length === 0 ? [] : [section('Examples', exampleLines(examples, columns), screen)]),
    ...groupsOf(verb).map(({ title, flags }) =>
      section(
        title,
        flags.flatMap(flag => flagLines(flag, columns)),
        screen,
      ),
    ),
  ])
}

/** The commands with their summaries. */
export function commandRows(
  verbs: readonly Verb[],
): readonly (readonly [name: string, description: string])[] {
  const rows = verbs.map(({ name, summary }) => [name, summary] as const)
  return [...rows, ['help', 'Show the help of a command']]
}

/** The usage line of a verb: `kubectl acr inject [FILE ...] [flags]`. */
function callOf(verb: Verb): string {
  const taker = verb.flags.find(({ takesWords }) => takesWords)
  const operand = taker === undefined ? verb.operand : `${taker.placeholder} ...`
  return [BINARY, verb.name, operand && `[${operand}]`, '[flags]'].filter(Boolean).join(' ')
}

function joinSections(sections: readonly (readonly string[])[]): string {
  return sections.map(lines => lines.map(line => `${line}\n`).join('')).join('\n')
}

function section(title: string, lines: readonly string[], { paint }: Screen): readonly string[] {
  return [paint('bold', `${title}:`), ...lines]
}

/** The lines of a text whose paragraphs are separated by an empty line. */
function paragraphs(text: string, columns: number): readonly string[] {
  return text
    .trim()
    .split(/\n\n+/)
    .flatMap((one, at) => [...(at === 0 ? [] : ['']), ...wrapText(one, columns)])
}

function exampleLines(examples: Verb['examples'], columns: number): readonly string[] {
  return examples.flatMap(([label, command], at) => [
    ...(at === 0 ? [] : ['']),
    ...wrapText(label, columns - 4).map(line => `  # ${line}`),
    ...commandLines(command, columns),
  ])
}

/**
 * A command line that can be copied as a whole. Lines are broken with a backslash, before pipes, and before flags if
 * that is not enough.
 */
function commandLines(command: string, columns: number): readonly string[] {
  const room = columns - '    '.length - ' \\'.length
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  const lines = wrapWords(unitsOf(words, /^\|$/), room).flatMap(line =>
    displayWidth(line) <= room ? line : wrapWords(unitsOf(line.split(' '), /^(?:--?\w|<)/), room),
  )
  return lines.map((line, at) => `${at === 0 ? '  ' : '    '}${line}${at < lines.length - 1 ? ' \\' : ''}`)
}

/** Groups of words that stay on one line. Each group begins with a word that matches `start`. */
function unitsOf(words: readonly string[], start: RegExp): readonly string[] {
  const units: string[] = []
  for (const word of words) {
    if (units.length === 0 || start.test(word)) units.push(word)
    else units.push(`${units.pop()} ${word}`)
  }
  return units
}

function twoColumns(
  rows: readonly (readonly [left: string, right: string])[],
  columns: number,
): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3
  return rows.flatMap(([left, right]) => hanging(`  ${left}`, right, width + 2, columns))
}

function flagLines({ names, placeholder, description, form }: Flag, columns: number): readonly string[] {
  const value = form === 'optional-value' ? `[=${placeholder || 'VALUE'}]` : ` ${placeholder}`
  const indent = names.length === 1 ? '    ' : ''
  const left = `  ${indent}${names.join(', ')}${value}`.trimEnd()
  return hanging(left, description, columns < NARROW ? 0 : FLAG_WORDS, columns)
}

/** A text to the right of `left`, from `column` on, or below `left` if that is too long. Column 0: always below. */
function hanging(left: string, text: string, column: number, columns: number): readonly string[] {
  const indent = column === 0 ? UNDER : column
  const lines = wrapText(text, columns - indent).map(line => ' '.repeat(indent) + line)
  const [first = '', ...rest] = lines
  const isBeside = left.length + 2 <= column
  return isBeside ? [padToWidth(left, column) + first.trimStart(), ...rest] : [left, ...lines]
}
