import type { Diagnostic } from '../diagnostic.ts'
import type { Edit } from '../edit.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import { wasNull } from '../list-edits/removed-list.ts'
import type { Insertion, PullSecretList } from '../site.ts'
import type { Found, Sequence, Syntax } from '../syntax/node.ts'
import { textOf } from '../syntax/node.ts'
import { readEntries } from './entries.ts'
import { insertIntoBlock, insertIntoFlow, insertIntoNull } from './extend-list.ts'
import { emptyingOf, removalOfMember } from './removal.ts'
import { repeatedKey } from './walk.ts'

/** What a list's own text says about it, apart from the mapping that it stands in. */
export type ListShape = Pick<
  PullSecretList,
  'form' | 'style' | 'entries' | 'insertion' | 'removal' | 'emptying'
>

export const NO_EDIT = { offset: 0, remove: 0, text: '' }
const NOTHING: readonly never[] = []

/** A list that is not there yet. */
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

/** What the field and the mapping around a list say about it. */
export type ListSurroundings = Pick<PullSecretList, 'capacity' | 'inherited' | 'mergedTargets'>

/** Those of a list of many names, into whose mapping none is merged. */
export const PLAIN_SURROUNDINGS: ListSurroundings = {
  capacity: 'many',
  inherited: NOTHING,
  mergedTargets: NOTHING,
}

/** Written out, as all that is done for each of a hundred thousand documents, since a spread costs ten times as much. */
export function listOf(
  { form, style, entries, insertion, removal, emptying }: ListShape,
  line: number,
  target: string,
  { capacity, inherited, mergedTargets }: ListSurroundings,
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

/** A list that must not be touched, with the reason, for the report. */
export function blockedShape(obstacle: Diagnostic): ListShape {
  return {
    form: 'list',
    style: 'block',
    entries: [],
    insertion: obstacle,
    removal: obstacle,
    emptying: obstacle,
  }
}

/** The list's own key, and those that lead to it. */
export interface KeyChain {
  readonly own: Found
  readonly parents: readonly Found[]
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

/** Without a key that stands more than once, the one before it would be read. */
function removalOf(syntax: Syntax, { own, parents }: KeyChain): Edit | undefined {
  const chain = [...parents, own]
  const isRepeated = chain.some(found => repeatedKey(syntax, found) !== undefined)
  return isRepeated ? undefined : removalOfMember(syntax, chain)
}

/** A key without a list: no entry could be taken out, and none hides what the ServiceAccount lists. */
export function shapeOfNull(syntax: Syntax, kind: EntryKind, { member, owner }: Found): ListShape {
  const insertion = insertIntoNull(syntax, kind, owner, member)
  return { form: 'empty', style: 'block', entries: [], insertion, removal: NO_EDIT, emptying: NO_EDIT }
}

/** A field that holds one name: one is enough, and an empty one is no better than none. */
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
