import type { Finding, Location, Severity } from '../../check/finding.ts'
import { injectInput } from '../../check/inject-line.ts'
import { keyOfInjection } from '../../check/lines-for-all.ts'
import type { Checked } from '../../check/read-manifests.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { Identity } from '../../manifest/resource.ts'
import { groupBy } from '../../text/group-by.ts'
import { displayWidth, padToWidth } from '../../text/width.ts'
import { locate, nameInNamespace } from './wording.ts'
import { wrapBehind } from '../layout.ts'
import type { Layout } from '../layout.ts'
import { severityLabel } from '../paint.ts'
import { printable } from '../printable.ts'

const MOST = 10

/** The lines that fix the same in all of the input, and which of them the report has said. */
interface SaidLines {
  readonly lines: ReadonlyMap<string, string>
  readonly said: Set<string>
}

/**
 * Findings for a person, the worse ones first: what is wrong, where, and the line to type. What is the same in many places
 * is said once; so is what differs by the namespace alone.
 */
export function findingLines(
  { check: { findings }, forAll = new Map() }: Pick<Checked, 'check' | 'forAll'>,
  severities: readonly Severity[],
  layout: Layout,
): readonly string[] {
  const said: SaidLines = { lines: forAll, said: new Set() }
  const groups = severities.flatMap(severity => {
    const own = findings.filter(one => one.severity === severity)
    return [...groupBy(own, causeOf).values()]
  })
  const areApart = new Set(findings.map(({ resource }) => resource.namespace)).size > 1
  const nameOf = areApart ? nameResource : nameInNamespace
  return groups
    .map(group => groupLines(group, layout, said, nameOf))
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

/** The same for findings with one cause. */
function causeOf(finding: Finding): string {
  return JSON.stringify([
    finding.code,
    anywhere(withoutSubject(finding), finding),
    anywhere(finding.remedy, finding),
  ])
}

/** What is wrong, as it can be said of several subjects. */
function withoutSubject({ what, subject }: Finding): string {
  return subject !== undefined && what.startsWith(`${subject}: `) ? what.slice(subject.length + 2) : what
}

/** A text of a finding with a word to be filled in for its namespace. */
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
  lines: SaidLines,
  nameOf: (identity: Identity) => string,
): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const { severity } = first
  const isApart = group.some(({ what, remedy }) => what !== first.what || remedy !== first.remedy)
  const said = group.every(({ subject }) => subject === first.subject) ? first.what : withoutSubject(first)
  const [what, remedy] = [said, first.remedy].map(text => (isApart ? anywhere(text, first) : text))
  const { commands, isSaid } = commandsOf(group, lines)
  const shown = group.slice(0, MOST)
  const width = Math.max(...shown.map(({ place }) => displayWidth(printable(locate(place)))))
  const end = `${isSaid ? ', by the line above' : ''}${commands.length === 0 ? '' : ':'}`
  return [
    ...wrapBehind(
      `${severityLabel(severity, paint)} `,
      printable(what ?? ''),
      columns,
      `${severity}: `.length,
    ),
    ...shown.map(({ place, resource, subject }) => {
      const at = padToWidth(printable(locate(place)), width)
      const about = said === first.what ? '' : printable(subject ?? '')
      return `  ${[at, printable(nameOf(resource)), about].filter(part => part !== '').join('  ')}`
    }),
    ...(group.length > MOST ? [`  and ${group.length - MOST} more`] : []),
    ...wrapBehind('  ', `${printable(remedy ?? '')}${end}`, columns),
    ...commands.slice(0, MOST).map(command => `    ${paint('green', printable(command))}`),
    ...(commands.length > MOST ? [`    and ${commands.length - MOST} more`] : []),
  ]
}

/** What to type for findings that are alike: as few lines as do it, and none that the report said before. */
function commandsOf(
  group: readonly Finding[],
  { lines, said }: SaidLines,
): { readonly commands: readonly string[]; readonly isSaid: boolean } {
  const all = new Set(group.flatMap(({ command }) => command ?? []))
  const bySource = new Map<
    string,
    { readonly place: Location; readonly flags: readonly string[]; only: string[] }
  >()
  let isSaid = false
  for (const { command, injects, place } of group) {
    if (command === undefined || injects === undefined || place === undefined) continue
    const key = keyOfInjection(injects)
    const whole = lines.get(key)
    if (whole !== undefined) {
      all.delete(command)
      if (said.has(whole)) isSaid = true
      else all.add(whole)
    } else if (injects.only !== undefined) {
      const source = `${place.source}\0${key}`
      const before = bySource.get(source) ?? { place, flags: injects.flags, only: [] }
      bySource.set(source, before)
      if (!before.only.includes(injects.only)) before.only.push(injects.only)
      all.delete(command)
    }
  }
  for (const line of lines.values()) if (all.has(line)) said.add(line)
  const joined = [...bySource.values()].flatMap(({ place, flags, only }) =>
    Array.from({ length: Math.ceil(only.length / MOST) }, (_, at) =>
      injectInput(place, ['--only', only.slice(at * MOST, (at + 1) * MOST).join(','), ...flags]),
    ),
  )
  return { commands: [...all, ...joined], isSaid: isSaid && all.size === 0 }
}
