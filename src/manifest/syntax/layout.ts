import { findMember } from './node.ts'
import type { Mapping, Member, Syntax } from './node.ts'

/** Geometry of a text: lines, columns and line ends. All positions are characters of the text. */

/** Where a line's text begins, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !/[\n\r\uFEFF]/.test(text[at - 1] ?? '')) at -= 1
  return at
}

/** Where the line's own text ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1
  return at
}

/** The start of the next line, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}

/** Where the line before the one of `offset` ends, before its line end; 0 on the first line. */
export function previousLineEnd(text: string, offset: number): number {
  const start = lineStart(text, offset)
  return text.startsWith('\r\n', start - 2) ? start - 2 : Math.max(start - 1, 0)
}

/** The line end in use around an offset: the one before its line, else the one behind, else LF. */
export function eolAt(text: string, offset: number): string {
  const start = lineStart(text, offset)
  if (start > 0) return text.slice(previousLineEnd(text, offset), start)
  return text.slice(lineEnd(text, offset), nextLine(text, offset)) || '\n'
}

/** The white space before an offset, if its line holds nothing else before it. */
export function ownIndentation(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset)
  return /^[ \t]*$/.test(before) ? before : undefined
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** A function from an offset to its 1-based line. */
export function lineCounter(text: string): (offset: number) => number {
  let starts: number[] | undefined
  return offset => {
    starts ??= [...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}

/** How the items of a block sequence are set: the dash's distance from its key's column, and the gap behind it. */
export interface DashStyle {
  readonly indent: number
  readonly gap: string
}

/** The way in which sequences are set: in the mapping itself, `containers` first, else anywhere in the document. */
export function dashStyleNear(syntax: Syntax, map: Mapping): DashStyle {
  const containers = findMember(map, 'containers')?.member
  for (const member of [...(containers === undefined ? [] : [containers]), ...map.members]) {
    const style = dashStyleOf(syntax.text, member)
    if (style !== undefined) return style
  }
  return firstIn(syntax, member => dashStyleOf(syntax.text, member)) ?? { indent: 0, gap: ' ' }
}

function dashStyleOf(text: string, { start, value }: Member): DashStyle | undefined {
  const dash = value.type === 'sequence' && !value.flow ? value.items[0]?.dash : undefined
  if (dash === undefined) return undefined
  const gap = /^ +(?=[^\s#])/.exec(text.slice(dash + 1, dash + 40))?.[0] ?? ' '
  return { indent: Math.max(columnOf(text, dash) - columnOf(text, start), 0), gap }
}

/** By how many columns a mapping stands in from its key: in the mapping itself, else anywhere in the document. */
export function stepNear(syntax: Syntax, map: Mapping): number {
  const step = ({ start, value }: Member): number | undefined => {
    if (value.type !== 'mapping' || value.flow) return undefined
    const columns = columnOf(syntax.text, value.start) - columnOf(syntax.text, start)
    return columns > 0 ? columns : undefined
  }
  for (const member of map.members) {
    const own = step(member)
    if (own !== undefined) return own
  }
  return firstIn(syntax, step) ?? 2
}

/** The first answer that any pair of the document gives, from the top; what stands behind an alias is not asked twice. */
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
