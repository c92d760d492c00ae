import type { Diagnostic } from '../diagnostic.ts'
import type { Edit } from '../edit.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import { wasNull } from '../list-edits/removed-list.ts'
import type { Insertion, PullSecretList } from '../site.ts'
import type { FoundMember, Sequence, Syntax } from '../syntax/node.ts'
import { textOf } from '../syntax/node.ts'
import { readEntries } from './entries.ts'
import { insertIntoBlock, insertIntoFlow, insertIntoNull } from './extend-list.ts'
import { emptyingOf, removalOfMember } from './removal.ts'
import { repeatedKey } from './walk.ts'

/** The parts of a list that depend only on its own text. */
export type ListShape = Pick<
  PullSecretList,
  'form' | 'style' | 'entries' | 'insertion' | 'removal' | 'emptying'
>

const NO_EDIT = { offset: 0, remove: 0, text: '' }
const NOTHING: readonly never[] = []

/** The shape of a missing list. */
export function absentShape(insertion: Insertion | Diagnostic): ListShape {
  return {
    form: 'absent',
    style: 'block',
    entries: NOTHING,
    insertion,
    removal: NO_EDIT,
    emptying: NO_EDIT,
  }
}

/** The parts of a list that depend on its field and the mapping around it. */
export type ListContext = Pick<PullSecretList, 'capacity' | 'inherited' | 'mergedTargets'>

/** The context of a list of several names in a mapping without merge keys. */
export const PLAIN_LIST_CONTEXT: ListContext = {
  capacity: 'many',
  inherited: NOTHING,
  mergedTargets: NOTHING,
}

/** Copies the fields one by one. A spread takes ten times as long, and this runs for each of 100,000 documents. */
export function listOf(
  { form, style, entries, insertion, removal, emptying }: ListShape,
  line: number,
  target: string,
  { capacity, inherited, mergedTargets }: ListContext,
): PullSecretList {
  return {
    form,
    style,
    entries,
    insertion,
    removal,
    emptying,
    line,
    capacity,
    inherited,
    target,
    mergedTargets,
  }
}

/** The shape of a list that must not be edited, with the reason for the report. */
export function blockedShape(diagnostic: Diagnostic): ListShape {
  return {
    form: 'list',
    style: 'block',
    entries: [],
    insertion: diagnostic,
    removal: diagnostic,
    emptying: diagnostic,
  }
}

/** The list's key, and the keys that lead to it. */
export interface KeyChain {
  readonly own: FoundMember
  readonly parents: readonly FoundMember[]
}

export function shapeOfSequence(syntax: Syntax, kind: EntryKind, list: Sequence, chain: KeyChain): ListShape {
  const { owner } = chain.own
  const { entries: written, fault } = readEntries(syntax, list, kind)
  const entries =
    list.flow && wasNull(syntax.text, owner.flow, list)
      ? written.map(entry => ({ ...entry, spelling: 'list-existed' as const }))
      : written
  const emptying = emptyingOf(syntax, owner, list, entries)
  const insert = list.flow ? insertIntoFlow : insertIntoBlock
  return {
    form: entries.length === 0 ? 'empty' : 'list',
    style: list.flow ? 'flow' : 'block',
    entries,
    insertion: fault ?? insert(syntax, kind, list, entries),
    removal: fault ?? removalOf(syntax, chain) ?? emptying,
    emptying: fault ?? emptying,
  }
}

/**
 * The removal of a list; `undefined` with duplicate keys, because without the last one Kubernetes would read the one
 * before it.
 */
function removalOf(syntax: Syntax, { own, parents }: KeyChain): Edit | undefined {
  const chain = [...parents, own]
  const isRepeated = chain.some(found => repeatedKey(syntax, found) !== undefined)
  return isRepeated ? undefined : removalOfMember(syntax, chain)
}

/** The shape of a key without a list. It has no entry to remove, and does not hide the ServiceAccount's list. */
export function shapeOfNull(syntax: Syntax, kind: EntryKind, { member, owner }: FoundMember): ListShape {
  const insertion = insertIntoNull(syntax, kind, owner, member)
  return { form: 'empty', style: 'block', entries: [], insertion, removal: NO_EDIT, emptying: NO_EDIT }
}

/** The shape of a field for a single name. A second name cannot be added, and an empty name counts as missing. */
export function shapeOfName(syntax: Syntax, chain: KeyChain, path: string): ListShape {
  const { member } = chain.own
  const line = syntax.lines.number(member.start)
  const name = textOf(member.value) ?? ''
  const [what, remedy] =
    name === ''
      ? [`${path} is empty`, 'remove the key']
      : [`${path} takes one name, and has one`, 'name a Secret there that has entries for all registries']
  const removal = removalOf(syntax, chain) ?? NO_EDIT
  const entry = { name, line, spelling: 'normal' as const, start: member.start, end: member.end }
  const insertion: Diagnostic = { code: 'room-for-one-secret', line, what, remedy }
  return { form: 'list', style: 'block', entries: [entry], insertion, removal, emptying: removal }
}
