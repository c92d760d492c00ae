import { findMember } from './node.ts'
import type { Text } from './lines.ts'
import type { Mapping, Member, Syntax } from './node.ts'

/** Where new lines go after a line, and the text before and after each of them. */
export interface LineGap {
  readonly offset: number
  /** The text before each new line: the missing line break, where the text ends without one. */
  readonly lead: string
  /** The text after each new line. */
  readonly trail: string
}

/** The gap after the line of an offset. Whole lines are inserted, so that every line keeps its own line break. */
export function gapAfter({ lines }: Syntax, offset: number): LineGap {
  const trail = lines.eol(offset)
  return trail === ''
    ? { offset: lines.end(offset), lead: lines.eolNear(offset), trail }
    : { offset: lines.next(offset), lead: '', trail }
}

/** The style of a block sequence: columns from its key to the dash (`indent`), and the text after the dash (`gap`). */
export interface DashStyle {
  readonly indent: number
  readonly gap: string
}

/** The style of sequences near a mapping: in the mapping itself, `containers` first, else anywhere in the document. */
export function dashStyleNear(syntax: Syntax, map: Mapping): DashStyle {
  const containers = findMember(map, 'containers')?.member
  for (const member of [...(containers === undefined ? [] : [containers]), ...map.members]) {
    const style = dashStyleOf(syntax, member)
    if (style !== undefined) return style
  }
  return firstIn(syntax, member => dashStyleOf(syntax, member)) ?? { indent: 0, gap: ' ' }
}

function dashStyleOf({ text, lines }: Syntax, { start, value }: Member): DashStyle | undefined {
  const dash = value.type === 'sequence' && !value.flow ? value.items[0]?.dash : undefined
  if (dash === undefined) return undefined
  return { indent: Math.max(lines.column(dash) - lines.column(start), 0), gap: gapAfterDash(text, dash) }
}

/** The spaces between a dash and its content on the same line. */
export function gapAfterDash(text: Text, dash: number): string {
  const start = dash + 1
  let end = start
  while (text.charAt(end) === ' ') end += 1
  return end > start && /[^\s#]/.test(text.charAt(end)) ? text.slice(start, end) : ' '
}

/**
 * The columns that a nested mapping is indented from its key: in the mapping itself, else anywhere in the document.
 */
export function stepNear(syntax: Syntax, map: Mapping): number {
  const step = ({ start, value }: Member): number | undefined => {
    if (value.type !== 'mapping' || value.flow) return undefined
    const columns = syntax.lines.column(value.start) - syntax.lines.column(start)
    return columns > 0 ? columns : undefined
  }
  for (const member of map.members) {
    const own = step(member)
    if (own !== undefined) return own
  }
  return firstIn(syntax, step) ?? 2
}

/** The first result of `ask` for a pair of the document, in order. A node behind an alias is visited once. */
function firstIn<T>(syntax: Syntax, ask: (member: Member) => T | undefined): T | undefined {
  const open = syntax.roots.toReversed()
  const seen = new Set(open)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const below = node.type === 'sequence' ? node.items.map(item => item.node) : []
    if (node.type === 'mapping') {
      for (const member of node.members) {
        const answer = ask(member)
        if (answer !== undefined) return answer
        below.push(member.value)
      }
    }
    for (const child of below.toReversed()) if (!seen.has(child)) open.push(child)
    for (const child of below) seen.add(child)
  }
  return undefined
}
