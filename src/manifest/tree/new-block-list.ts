import type { Insertion, Obstacle, Writing } from '../site.ts'
import {
  columnOf,
  dashStyleNear,
  eolAt,
  lineEnd,
  lineStart,
  ownIndentation,
  previousLineEnd,
  stepNear,
} from '../syntax/layout.ts'
import { findMember, isMerge, mergedInto, quoteOf } from '../syntax/node.ts'
import type { Mapping, Member, Quote, Syntax, SyntaxNode } from '../syntax/node.ts'
import { blockEntries } from './entry-style.ts'
import type { MissingList } from './missing-list.ts'

/** Where and how a missing list is written into a block mapping: before a pair of the host, where nothing at the end of the text can be hurt. */
export function newBlockList(syntax: Syntax, missing: MissingList): Insertion | Obstacle {
  const { host, keys, beside } = missing
  const [first = ''] = keys
  const merge = host.members.findLast(isMerge)
  if (merge !== undefined && mergedInto(host).some(merged => findMember(merged, first) !== undefined))
    return behind(syntax, missing, merge)
  const preferred = beside.flatMap(key => host.members.findLast(member => member.key === key) ?? [])
  const candidates = [...preferred, ...host.members]
  const ownLine = candidates.find(({ start }) => ownIndentation(syntax.text, start) !== undefined)
  if (ownLine !== undefined) return above(syntax, missing, ownLine)
  const [sharedLine] = candidates
  const isBehindDash =
    sharedLine !== undefined && /^ *(?:[-?:] +)+$/.test(lineBefore(syntax.text, sharedLine.start))
  return isBehindDash ? behindDash(syntax, missing, sharedLine) : noPlace(syntax, host)
}

/** A ServiceAccount's list reads best behind its metadata; above something if that ends in a block scalar. */
export function newBlockListBehind(syntax: Syntax, missing: MissingList, key: string): Insertion | Obstacle {
  const member = missing.host.members.findLast(candidate => candidate.key === key)
  if (member === undefined || endsInBlock(member.value)) return newBlockList(syntax, missing)
  return behind(syntax, missing, member)
}

function endsInBlock(node: SyntaxNode): boolean {
  if (node.type === 'scalar') return node.block
  const last = node.type === 'mapping' ? node.members.at(-1)?.value : node.items.at(-1)?.node
  return last !== undefined && endsInBlock(last)
}

/** Above the lines of a pair, and above the comments that stand directly on it. */
function above(syntax: Syntax, missing: MissingList, member: Member): Insertion {
  const { text } = syntax
  const indentation = ownIndentation(text, member.start) ?? ''
  const { members } = missing.host
  const bound = members[members.indexOf(member) - 1]?.end ?? missing.host.start
  const offset = commentsAbove(text, member.start, indentation, bound)
  const eol = eolAt(text, member.start)
  const lines = newLines(syntax, missing, { indentation, eol, quote: quoteOf(member.keyNode) })
  return { ...lines, offset, remove: 0, prefix: indentation + lines.prefix, suffix: lines.suffix + eol }
}

/** Before a pair that shares its line with a dash or the like: `- imagePullSecrets: ...`, and the pair on a line of its own. */
function behindDash(syntax: Syntax, missing: MissingList, member: Member): Insertion {
  const { start } = member
  const indentation = ' '.repeat(columnOf(syntax.text, start))
  const eol = eolAt(syntax.text, start)
  const lines = newLines(syntax, missing, { indentation, eol, quote: quoteOf(member.keyNode) })
  return { ...lines, offset: start, remove: 0, suffix: lines.suffix + eol + indentation }
}

/** Below the lines of a pair. Of `<<` because, where it brings the key too, an old YAML reader lets the later one win. */
function behind(syntax: Syntax, missing: MissingList, member: Member): Insertion | Obstacle {
  const { text } = syntax
  const indentation = ownIndentation(text, member.start) ?? ' '.repeat(columnOf(text, member.start))
  const offset = lineEnd(text, member.end)
  if (!/^[ \t]*(?:#.*)?$/.test(text.slice(member.end, offset))) return noPlace(syntax, missing.host)
  const eol = eolAt(text, member.start)
  const lines = newLines(syntax, missing, { indentation, eol, quote: quoteOf(member.keyNode) })
  return { ...lines, offset, remove: 0, prefix: eol + indentation + lines.prefix }
}

/** How the neighbour stands. */
interface Neighbour {
  readonly indentation: string
  readonly eol: string
  /** Of its key. */
  readonly quote: Quote
}

/** The lines of a new list, without the indentation of the first and the line end of the last. */
function newLines(
  syntax: Syntax,
  { host, keys, entry }: MissingList,
  { indentation, eol, quote }: Neighbour,
): Writing {
  const step = ' '.repeat(keys.length > 1 ? stepNear(syntax, host) : 0)
  const lines = keys.map(
    (key, level) => `${level === 0 ? '' : eol + indentation + step.repeat(level)}${quote}${key}${quote}:`,
  )
  const prefix = lines.join('')
  const shape = { separator: '', suffix: '', spelling: 'plain' } as const
  if (entry === 'single') {
    const name = [quote, quote] as const
    return { ...shape, prefix: `${prefix} `, entry: { plain: name, kept: name } }
  }
  const { indent, gap } = dashStyleNear(syntax, host)
  const before = eol + indentation + step.repeat(keys.length - 1) + ' '.repeat(indent)
  return { ...shape, prefix, entry: blockEntries(entry, { before, gap, keyQuote: quote, quote }) }
}

function commentsAbove(text: string, offset: number, indentation: string, bound: number): number {
  let start = lineStart(text, offset)
  while (start > 0) {
    const line = lineStart(text, previousLineEnd(text, start))
    if (line < bound || !text.startsWith(`${indentation}#`, line)) break
    start = line
  }
  return start
}

function lineBefore(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset)
}

function noPlace(syntax: Syntax, host: Mapping): Obstacle {
  return {
    line: syntax.lineAt(host.start),
    what: 'the mapping has no line on which a key can be added safely',
    remedy: 'write its first key on a line of its own',
  }
}
