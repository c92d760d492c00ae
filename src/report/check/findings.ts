import type { Finding, Location, Severity } from '../../check/finding.ts'
import { injectInput } from '../../check/inject-line.ts'
import { keyOfInjection } from '../../check/lines-for-all.ts'
import { locate, nameInNamespace } from './wording.ts'
import type { Paint } from '../paint.ts'
import { printable } from '../printable.ts'

const COLORS = { error: 'red', warning: 'yellow', note: 'dim' } as const
const MOST = 10

/** The lines that fix the same in all of the input, and which of them the report has said. */
export interface FindingSentence {
  readonly lines: ReadonlyMap<string, string>
  readonly said: Set<string>
}

/** For one report. */
export function nothingSaid(lines: ReadonlyMap<string, string> = new Map()): FindingSentence {
  return { lines, said: new Set() }
}

/** Findings for a person, the worse ones first: what is wrong, where, and the line to type; what is the same in many places is said once. */
export function findingLines(
  findings: readonly Finding[],
  severities: readonly Severity[],
  paint: Paint,
  forAll: FindingSentence,
): readonly string[] {
  const groups = new Map<string, Finding[]>()
  for (const severity of severities) {
    for (const finding of findings.filter(one => one.severity === severity)) {
      const { code, what, remedy } = finding
      const key = JSON.stringify([severity, code, what, remedy])
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [finding])
      else group.push(finding)
    }
  }
  return [...groups.values()]
    .map(group => groupLines(group, paint, forAll))
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

function groupLines(group: readonly Finding[], paint: Paint, forAll: FindingSentence): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const { severity, what, remedy } = first
  const { commands, isSaid } = commandsOf(group, forAll)
  const shown = group.slice(0, MOST)
  const width = Math.max(...shown.map(({ place }) => printable(locate(place)).length))
  return [
    `${paint(COLORS[severity], `${severity}:`)} ${printable(what)}`,
    ...shown.map(({ place, resource }) => {
      const at = printable(locate(place)).padEnd(width)
      return `  ${[at, printable(nameInNamespace(resource))].filter(part => part !== '').join('  ')}`
    }),
    ...(group.length > MOST ? [`  and ${group.length - MOST} more`] : []),
    `  ${printable(remedy)}${isSaid ? ', by the line above' : ''}${commands.length === 0 ? '' : ':'}`,
    ...commands.slice(0, MOST).map(command => `    ${paint('green', printable(command))}`),
    ...(commands.length > MOST ? [`    and ${commands.length - MOST} more`] : []),
  ]
}

/** What to type for findings that are alike: as few lines as do it, and none that the report said before. */
function commandsOf(
  group: readonly Finding[],
  { lines, said }: FindingSentence,
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
