import type { Finding, Severity } from '../../check/finding.ts'
import { locate, nameInNamespace } from './wording.ts'
import type { Paint } from '../paint.ts'
import { printable } from '../printable.ts'

const COLORS = { error: 'red', warning: 'yellow', note: 'dim' } as const
const MOST = 10

/** Findings for a person, the worse ones first: what is wrong, where, and the line to type; what is the same in many places is said once. */
export function findingLines(
  findings: readonly Finding[],
  severities: readonly Severity[],
  paint: Paint,
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
  return [...groups.values()].flatMap(group => groupLines(group, paint))
}

function groupLines(group: readonly Finding[], paint: Paint): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const { severity, what, remedy } = first
  const commands = [...new Set(group.flatMap(({ command }) => command ?? []))]
  const shown = group.slice(0, MOST)
  const width = Math.max(...shown.map(({ place }) => printable(locate(place)).length))
  return [
    `${paint(COLORS[severity], `${severity}:`)} ${printable(what)}`,
    ...shown.map(({ place, resource }) => {
      const at = printable(locate(place)).padEnd(width)
      return `  ${[at, printable(nameInNamespace(resource))].filter(part => part !== '').join('  ')}`
    }),
    ...(group.length > MOST ? [`  and ${group.length - MOST} more`] : []),
    `  ${printable(remedy)}${commands.length === 0 ? '' : ':'}`,
    ...commands.slice(0, MOST).map(command => `    ${paint('green', printable(command))}`),
    ...(commands.length > MOST ? [`    and ${commands.length - MOST} more`] : []),
  ]
}
