import type { Finding, Location, Severity } from '../../check/finding.ts'
import { injectInput } from '../../check/remedies/inject-line.ts'
import { keyOfInjection } from '../../check/remedies/lines-for-all.ts'
import type { CheckResult } from '../../check/check-result.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { Identity } from '../../manifest/resource.ts'
import { groupBy } from '../../text/group-by.ts'
import { displayWidth, padToWidth } from '../../text/width.ts'
import { locate, nameInNamespace } from './finding-text.ts'
import { wrapAfter } from '../text-layout.ts'
import type { Layout } from '../text-layout.ts'
import { severityLabel } from '../paint.ts'
import { printable } from '../printable.ts'

const MAX_LINES = 10

/** Commands that fix one problem in the whole input, and those that the report has already printed. */
interface CommandLines {
  readonly lines: ReadonlyMap<string, string>
  readonly printed: Set<string>
}

/**
 * Findings for people, the worst first: the fault, its places, and the command that fixes it. Findings with the same
 * fault are one group, even if their texts differ in the namespace.
 */
export function findingLines(
  { check: { findings }, forAll = new Map() }: Pick<CheckResult, 'check' | 'forAll'>,
  severities: readonly Severity[],
  layout: Layout,
): readonly string[] {
  const commandLines: CommandLines = { lines: forAll, printed: new Set() }
  const groups = severities.flatMap(severity => {
    const own = findings.filter(one => one.severity === severity)
    return [...groupBy(own, causeOf).values()]
  })
  const areApart = new Set(findings.map(({ resource }) => resource.namespace)).size > 1
  const nameOf = areApart ? nameResource : nameInNamespace
  return groups
    .map(group => groupLines(group, layout, commandLines, nameOf))
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

/** A key that is equal for findings with one cause. */
function causeOf(finding: Finding): string {
  return JSON.stringify([
    finding.code,
    anywhere(withoutSubject(finding), finding),
    anywhere(finding.remedy, finding),
  ])
}

/** The fault without its subject, so that it applies to several subjects. */
function withoutSubject({ what, subject }: Finding): string {
  return subject !== undefined && what.startsWith(`${subject}: `) ? what.slice(subject.length + 2) : what
}

/** A text of a finding with `NAMESPACE` in place of its namespace. */
function anywhere(text: string, { resource: { namespace } }: Finding): string {
  if (namespace === undefined || !text.includes(namespace)) return text
  const name = namespace.replace(/[^A-Za-z0-9-]/g, '\\$&')
  return text
    .replace(new RegExp(`(?<![\\w./-])${name}/`, 'g'), 'NAMESPACE/')
    .replace(new RegExp(`(?<=\\bnamespace )${name}(?![\\w.-])`, 'g'), 'NAMESPACE')
}

function groupLines(
  group: readonly Finding[],
  { paint, columns }: Layout,
  lines: CommandLines,
  nameOf: (identity: Identity) => string,
): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const { severity } = first
  const isApart = group.some(({ what, remedy }) => what !== first.what || remedy !== first.remedy)

  const text = group.every(({ subject }) => subject === first.subject) ? first.what : withoutSubject(first)
  const [what, remedy] = [text, first.remedy].map(one => (isApart ? anywhere(one, first) : one))
  const { commands, isPrinted } = commandsOf(group, lines)
  const shown = group.slice(0, MAX_LINES)
  const width = Math.max(...shown.map(({ place }) => displayWidth(printable(locate(place)))))
  const end = `${isPrinted ? ', with the command above' : ''}${commands.length === 0 ? '' : ':'}`
  return [
    ...wrapAfter(
      `${severityLabel(severity, paint)} `,
      printable(what ?? ''),
      columns,
      `${severity}: `.length,
    ),
    ...shown.map(({ place, resource, subject }) => {
      const at = padToWidth(printable(locate(place)), width)
      const about = text === first.what ? '' : printable(subject ?? '')
      return `  ${[at, printable(nameOf(resource)), about].filter(part => part !== '').join('  ')}`
    }),
    ...(group.length > MAX_LINES ? [`  and ${group.length - MAX_LINES} more`] : []),
    ...wrapAfter('  ', `${printable(remedy ?? '')}${end}`, columns),
    ...commands.slice(0, MAX_LINES).map(command => `    ${paint('green', printable(command))}`),
    ...(commands.length > MAX_LINES ? [`    and ${commands.length - MAX_LINES} more`] : []),
  ]
}

/**
 * The commands for a group of similar findings: as few as possible, without commands that the report has already
 * printed.
 */
function commandsOf(
  group: readonly Finding[],
  { lines, printed }: CommandLines,
): { readonly commands: readonly string[]; readonly isPrinted: boolean } {
  const all = new Set(group.flatMap(({ command }) => command ?? []))
  const bySource = new Map<
    string,
    { readonly place: Location; readonly flags: readonly string[]; only: string[] }
  >()
  let isPrinted = false
  for (const { command, injects, place } of group) {
    if (command === undefined || injects === undefined || place === undefined) continue
    const key = keyOfInjection(injects)
    const whole = lines.get(key)
    if (whole !== undefined) {
      all.delete(command)
      if (printed.has(whole)) isPrinted = true
      else all.add(whole)
    } else if (injects.only !== undefined) {
      const source = `${place.source}\0${key}`
      const before = bySource.get(source) ?? { place, flags: injects.flags, only: [] }
      bySource.set(source, before)
      if (!before.only.includes(injects.only)) before.only.push(injects.only)
      all.delete(command)
    }
  }
  for (const line of lines.values()) if (all.has(line)) printed.add(line)
  const joined = [...bySource.values()].flatMap(({ place, flags, only }) =>
    Array.from({ length: Math.ceil(only.length / MAX_LINES) }, (_, at) =>
      injectInput(place, ['--only', only.slice(at * MAX_LINES, (at + 1) * MAX_LINES).join(','), ...flags]),
    ),
  )
  return { commands: [...all, ...joined], isPrinted: isPrinted && all.size === 0 }
}
