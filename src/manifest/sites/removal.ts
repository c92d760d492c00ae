import type { Edit } from '../edit.ts'
import {
  cut,
  emptyingOfFlow,
  emptyingOfLines,
  removalBefore,
  removalOfLast,
  wasEmptyMapping,
  wasNull,
} from '../list-edits/removed-list.ts'
import type { FlowPair } from '../list-edits/removed-list.ts'
import type { Entry } from '../site.ts'
import type { FoundMember, Mapping, Member, Sequence, Syntax } from '../syntax/node.ts'

/**
 * Removes a key with its list: the inverse of `list-edits/new-list.ts`. A mapping that contains nothing else is
 * removed with its key, up the chain of keys that were created with the list. Returns `undefined` if a block mapping
 * would have no keys left.
 */
export function removalOfMember(syntax: Syntax, chain: readonly FoundMember[]): Edit | undefined {
  let at = chain.length - 1
  while (at > 0 && chain[at]?.owner.members.length === 1 && !isOwn(syntax, chain[at]?.owner)) at -= 1
  const found = chain[at]
  if (found === undefined) throw new RangeError('a removal without a key')
  return found.owner.flow ? fromFlow(syntax, found) : fromBlock(syntax, found)
}

/** Whether a mapping existed before its list. */
function isOwn({ text }: Syntax, map: Mapping | undefined): boolean {
  return map !== undefined && map.flow && wasEmptyMapping(text, map)
}

function fromBlock({ text, lines }: Syntax, { member, owner }: FoundMember): Edit | undefined {
  if (owner.members.length === 1) return undefined
  if (lines.ownIndentation(member.start) === undefined) {
    const next = owner.members[owner.members.indexOf(member) + 1]
    return cut(member.start, next?.start ?? member.end)
  }
  const endsWithBreak = /[\r\n]/.test(text.charAt(member.end - 1))
  if (endsWithBreak) return cut(lines.start(member.start), member.end)
  const isOpen = lines.eol(member.end) === ''
  return cut(isOpen ? lines.previousEnd(member.start) : lines.start(member.start), lines.next(member.end))
}

function fromFlow(syntax: Syntax, { member, owner }: FoundMember): Edit {
  const at = owner.members.indexOf(member)
  const [next, previous] = [owner.members[at + 1], owner.members[at - 1]]
  return next === undefined
    ? removalOfLast(syntax.text, member, previous?.end)
    : removalBefore(pairOf(syntax, member), pairOf(syntax, next))
}

function pairOf({ lines }: Syntax, { start }: Member): FlowPair {
  return { start, line: lines.ownIndentation(start) === undefined ? undefined : lines.start(start) }
}

/** Removes all entries and restores the list that inject found: `[]`, or a null. */
export function emptyingOf({ text }: Syntax, host: Mapping, list: Sequence, entries: readonly Entry[]): Edit {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return cut(list.start, list.start)
  if (!list.flow) return emptyingOfLines(first, last)
  if (!wasNull(text, host.flow, list)) return emptyingOfFlow(list, last, 'none')
  return emptyingOfFlow(list, last, host.flow ? 'replaced' : 'comment')
}
