import type { Diagnostic } from '../diagnostic.ts'
import type { Insertion, Writing } from '../site.ts'
import { dashStyleNear, gapBehind, stepNear } from '../syntax/layout.ts'
import type { LineGap } from '../syntax/layout.ts'
import { endsInBlockScalar, findMember, mergedInto, quoteOf } from '../syntax/node.ts'
import type { Mapping, Member, Syntax } from '../syntax/node.ts'
import { blockEntries } from './entry-style.ts'
import type { MissingList } from './missing-list.ts'

/**
 * Where and how a missing list is written into a block mapping: above a pair of the host, where nothing at the end of
 * the text can be hurt.
 */
export function newBlockList(syntax: Syntax, missing: MissingList): Insertion | Diagnostic {
  const { host, keys, beside } = missing
  const [first = ''] = keys
  const merge = host.members.findLast(({ isMerge }) => isMerge)
  if (merge !== undefined && mergedInto(host).some(merged => findMember(merged, first) !== undefined))
    return behind(syntax, missing, merge)
  const preferred = beside.flatMap(key => host.members.findLast(member => member.key === key) ?? [])
  const candidates = [...preferred, ...host.members]
  const ownLine = candidates.find(({ start }) => syntax.lines.ownIndentation(start) !== undefined)
  if (ownLine !== undefined) return above(syntax, missing, ownLine)
  const [sharedLine] = candidates
  const isBehindDash =
    sharedLine !== undefined && /^ *(?:[-?:] +)+$/.test(syntax.lines.before(sharedLine.start))
  return isBehindDash ? behindDash(syntax, missing, sharedLine) : noPlace(syntax, host)
}

/** A ServiceAccount's list reads best behind its metadata; above something if that ends in a block scalar. */
export function newBlockListBehind(
  syntax: Syntax,
  missing: MissingList,
  key: string,
): Insertion | Diagnostic {
  const member = missing.host.members.findLast(candidate => candidate.key === key)
  if (member === undefined || endsInBlockScalar(member.value)) return newBlockList(syntax, missing)
  return behind(syntax, missing, member)
}

/** Above the lines of a pair, and above the comments that stand directly on it. */
function above(syntax: Syntax, missing: MissingList, member: Member): Insertion {
  const { lines } = syntax
  const indentation = lines.ownIndentation(member.start) ?? ''
  const { members } = missing.host
  const bound = members[members.indexOf(member) - 1]?.end ?? missing.host.start
  const offset = commentsAbove(syntax, member.start, indentation, bound)
  const gap = { offset, lead: '', trail: lines.eolNear(member.start) }
  return { offset, remove: 0, ...newLines(syntax, missing, member, indentation, gap) }
}

/** Before a pair that shares its line with a dash or the like: `- imagePullSecrets: ...`, and the pair on a line of its own. */
function behindDash(syntax: Syntax, missing: MissingList, member: Member): Insertion {
  const { start: offset } = member
  const indentation = ' '.repeat(syntax.lines.column(offset))
  const gap = { offset, lead: '', trail: syntax.lines.eolNear(offset) }
  const { prefix, suffix, ...rest } = newLines(syntax, missing, member, indentation, gap)
  return {
    ...rest,
    offset,
    remove: 0,
    prefix: prefix.slice(indentation.length),
    suffix: suffix + indentation,
  }
}

/** Below the lines of a pair. Of `<<` because, where it brings the key too, the later one wins. */
function behind(syntax: Syntax, missing: MissingList, member: Member): Insertion | Diagnostic {
  const { text, lines } = syntax
  if (!/^[ \t]*(?:#.*)?$/.test(text.slice(member.end, lines.end(member.end))))
    return noPlace(syntax, missing.host)
  const indentation = lines.ownIndentation(member.start) ?? ' '.repeat(lines.column(member.start))
  const gap = gapBehind(syntax, member.end)
  return { offset: gap.offset, remove: 0, ...newLines(syntax, missing, member, indentation, gap) }
}

/** The lines of a new list, its keys quoted as the neighbour's is. */
function newLines(
  syntax: Syntax,
  { host, keys, entry }: MissingList,
  neighbour: Member,
  indentation: string,
  { lead, trail }: LineGap,
): Writing {
  const quote = quoteOf(neighbour.keyNode)
  const step = ' '.repeat(keys.length > 1 ? stepNear(syntax, host) : 0)
  const prefix = keys
    .map((key, level) => `${lead}${indentation}${step.repeat(level)}${quote}${key}${quote}:`)
    .join(trail)
  const shape = { separator: '', spelling: 'normal' } as const
  if (entry === 'single') {
    const name = [quote, quote] as const
    return { ...shape, prefix: `${prefix} `, entry: { normal: name, 'list-existed': name }, suffix: trail }
  }
  const { indent, gap } = dashStyleNear(syntax, host)
  const dashIndentation = indentation + step.repeat(keys.length - 1) + ' '.repeat(indent)
  const style = { lead, trail, indentation: dashIndentation, gap, keyQuote: quote, quote }
  return { ...shape, prefix: prefix + trail, entry: blockEntries(entry, style), suffix: '' }
}

function commentsAbove({ text, lines }: Syntax, offset: number, indentation: string, bound: number): number {
  let start = lines.start(offset)
  while (start > 0) {
    const line = lines.start(lines.previousEnd(start))
    if (line < bound || !text.startsWith(`${indentation}#`, line)) break
    start = line
  }
  return start
}

function noPlace({ lines }: Syntax, host: Mapping): Diagnostic {
  return {
    line: lines.number(host.start),
    code: 'no-room-for-list',
    what: 'the mapping has no line on which a key can be added safely',
    remedy: 'write its first key on a line of its own',
  }
}
