import { loadVerbs } from '../../src/cli.ts'
import { groupsOf } from '../../src/commands/shared/arguments/verb.ts'
import type { Verb } from '../../src/commands/shared/arguments/verb.ts'
import type { Flag } from '../../src/commands/shared/arguments/flag.ts'
import type { MakeRegion } from './regions.ts'

const all = await loadVerbs()

/** `verbs`: what each verb is for. */
export const verbs: MakeRegion = () =>
  table(
    ['command', 'what it does'],
    all.map(({ name, summary }) => [`[\`kubectl acr ${name}\`](#kubectl-acr-${name})`, `${prose(summary)}.`]),
  )

/** `flags VERB`: its flags but for those of every verb, a table for each group. */
export const flags: MakeRegion = ([name = '']) =>
  groupsOf(verbNamed(name))
    .filter(({ title }) => title !== 'General')
    .map(({ title, flags: own }) => `**${title}**\n\n${table(['flag', 'what it does'], own.map(rowOf))}`)
    .join('\n\n')

/** `generalFlags`: those of every verb. */
export const generalFlags: MakeRegion = () => {
  const own = groupsOf(verbNamed('version')).flatMap(group => (group.title === 'General' ? group.flags : []))
  return table(['flag', 'what it does'], own.map(rowOf))
}

function rowOf({ names, placeholder, description, form }: Flag): readonly string[] {
  const value = form === 'optional-value' ? `[=${placeholder || 'VALUE'}]` : ` ${placeholder}`
  return [`\`${`${names.join(', ')}${value}`.trim()}\``, prose(description)]
}

function verbNamed(name: string): Verb {
  const verb = all.find(one => one.name === name)
  if (verb === undefined) throw new Error(`there is no verb ${name}`)
  return verb
}

/** A table as the formatter lays it out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map(row => row.map(cell => cell.replaceAll('|', String.raw`\|`)))
  const widths = head.map((_, column) => Math.max(3, ...cells.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first = [], ...rest] = cells
  return [line(first), line(widths.map(width => '-'.repeat(width))), ...rest.map(line)].join('\n')
}

/** Text of the program in Markdown: what looks like a tag is none. */
function prose(text: string): string {
  return text.replaceAll('<', '&lt;')
}

/** The keys of JSON reports of one shape, with the sorts of their values. */
export function keysOf(reports: readonly unknown[]): string {
  const sorts = new Map<string, Set<string>>()
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one, `${path}[]`)
      return
    }
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const name = path === '' ? key : `${path}.${key}`
      sorts.set(name, (sorts.get(name) ?? new Set()).add(sortOf(inner)))
      walk(inner, name)
    }
  }
  for (const report of reports) walk(report, '')
  return table(
    ['key', 'value'],
    [...sorts].map(([name, found]) => [`\`${name}\``, [...found].toSorted().join(' or ')]),
  )
}

function sortOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  return value === null ? 'null' : typeof value
}
