import type { Edit } from '../edit.ts'
import type { Entry } from '../site.ts'
import type { Found, Mapping, Sequence, Syntax } from '../syntax/node.ts'

/**
 * Takes a key with its list out, the inverse of what new-list.ts writes: and, where nothing else stands in the mapping
 * that holds it, the key of that mapping too, up the chain of keys that came with the list. `undefined` where a block
 * mapping would be left without keys.
 */
export function removalOfMember(syntax: Syntax, chain: readonly Found[]): Edit | undefined {
  let at = chain.length - 1
  while (at > 0 && chain[at]?.owner.members.length === 1 && !isPadded(syntax, chain[at]?.owner)) at -= 1
  const found = chain[at]
  if (found === undefined) throw new RangeError('a removal without a key')
  return found.owner.flow ? fromFlow(syntax, found) : fromBlock(syntax, found)
}

/** `{ key: [...] }`: what inject writes into a mapping that was there, and empty. */
function isPadded({ text }: Syntax, map: Mapping | undefined): boolean {
  return map !== undefined && map.flow && text.charAt(map.start + 1) === ' '
}

function fromBlock({ text, lines }: Syntax, { member, owner }: Found): Edit | undefined {
  if (owner.members.length === 1) return undefined
  if (lines.ownIndentation(member.start) === undefined) {
    const next = owner.members[owner.members.indexOf(member) + 1]
    return cut(member.start, next?.start ?? member.end)
  }
  const isBehindLine = /[\r\n]/.test(text.charAt(member.end - 1))
  if (isBehindLine) return cut(lines.start(member.start), member.end)
  const isOpen = lines.eol(member.end) === ''
  return cut(isOpen ? lines.previousEnd(member.start) : lines.start(member.start), lines.next(member.end))
}

function fromFlow({ text, lines }: Syntax, { member, owner }: Found): Edit {
  const at = owner.members.indexOf(member)
  const [next, previous] = [owner.members[at + 1], owner.members[at - 1]]
  if (next !== undefined) {
    const isOnOwnLine = [member, next].every(({ start }) => lines.ownIndentation(start) !== undefined)
    return isOnOwnLine
      ? cut(lines.start(member.start), lines.start(next.start))
      : cut(member.start, next.start)
  }
  if (previous !== undefined) return cut(previous.end, member.end)
  const isPaddedAtBoth = text.charAt(member.start - 1) === ' ' && text.charAt(member.end) === ' '
  return isPaddedAtBoth ? cut(member.start - 1, member.end + 1) : cut(member.start, member.end)
}

/** What inject makes of a null: in a flow mapping `[ {name: x} ]`, in a block mapping `[{name: x}] # null`. */
const FLOW_NULL = /^\[ \S[^]*\S \]$/
const COMMENTED_NULL = /^ # (?=(?:null|Null|NULL)\b|~)/

/** Whether a list, once empty, goes back to the null that inject found, whatever the spelling of its entries. */
export function wasNull({ text }: Syntax, host: Mapping, list: Sequence): boolean {
  if (!list.flow) return false
  return host.flow
    ? FLOW_NULL.test(text.slice(list.start, list.end))
    : COMMENTED_NULL.test(text.slice(list.end, list.end + 8))
}

/** Takes all entries out and leaves the list as it was before inject filled it: `[]`, or null in one of its spellings. */
export function emptyingOf(syntax: Syntax, host: Mapping, list: Sequence, entries: readonly Entry[]): Edit {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return cut(list.start, list.start)
  if (!list.flow) return cut(first.start, last.end)
  if (!wasNull(syntax, host, list)) return cut(list.start + 1, last.end)
  return host.flow ? { ...cut(list.start, list.end), text: 'null' } : cut(list.start, list.end + ' # '.length)
}

function cut(start: number, end: number): Edit {
  return { offset: start, remove: end - start, text: '' }
}
