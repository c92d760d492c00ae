import { isObstacle } from '../site.ts'
import type { Insertion, Obstacle, PullSecretList } from '../site.ts'
import { findMember, isNull, mergedInto } from '../syntax/node.ts'
import type { Found, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { readEntries } from './entries.ts'
import type { EntryKind } from './entry-style.ts'
import { insertIntoBlock, insertIntoFlow, insertIntoNull } from './extend-list.ts'
import { newList, newListBehind } from './new-list.ts'
import { emptyingOf, removalOfMember, wasNull } from './removal.ts'
import { duplicateKey, mismatch } from './walk.ts'

/** The field that a list of pull secrets stands in, or would. */
export interface ListField {
  /** The mapping that the keys start from. */
  readonly host: Mapping
  readonly keys: readonly string[]
  readonly entry: EntryKind | 'single'
  readonly beside: readonly string[]
  /** The key that a new list stands behind, instead of above those of `beside`. */
  readonly behind?: string
  /** As a person writes it, for errors. */
  readonly path: string
  readonly obstacles: readonly Obstacle[]
}

/** A list with the node that an insertion changes, for finding out who shares it. */
export interface ListReading {
  readonly list: PullSecretList
  readonly target: SyntaxNode
}

/** The list of pull secrets as it stands, with every edit that could be needed. */
export function readPullSecretList(syntax: Syntax, field: ListField): ListReading {
  const chain: Found[] = []
  const obstacles = [...field.obstacles]
  let { host } = field
  for (const [depth, key] of field.keys.entries()) {
    const found = findMember(host, key)
    const isLast = depth === field.keys.length - 1
    if (found === undefined || (isLast && found.owner !== host))
      return absentList(syntax, field, obstacles, { host, depth }, found)
    const duplicate = duplicateKey(syntax, found)
    if (duplicate !== undefined) obstacles.push(duplicate)
    chain.push(found)
    if (isLast) return standingList(syntax, field, obstacles, chain)
    const { value } = found.member
    if (value.type !== 'mapping') return blockedList(syntax, host, parentFault(syntax, field, found))
    host = value
  }
  throw new RangeError('a list field without keys')
}

function parentFault(syntax: Syntax, { path }: ListField, { member }: Found): Obstacle {
  const { key, value, start } = member
  if (!isNull(value)) return mismatch(syntax, value, key, 'a mapping')
  return {
    line: syntax.lineAt(start),
    what: `${key} is empty, so that ${path} has no place`,
    remedy: `take ${key} out, or write a mapping there`,
  }
}

type Common = Pick<PullSecretList, 'line' | 'style' | 'capacity' | 'target' | 'mergedTargets'>

function common(syntax: Syntax, host: Mapping, target: SyntaxNode, key: string): Common {
  return {
    line: syntax.lineAt(host.start),
    style: 'block',
    capacity: 'many',
    target: target.start,
    mergedTargets: mergedInto(host).map(merged => {
      const own = merged.members.findLast(member => member.key === key)?.value
      return own?.type === 'sequence' ? own.start : merged.start
    }),
  }
}

function blockedList(syntax: Syntax, host: Mapping, obstacle: Obstacle): ListReading {
  const list: PullSecretList = {
    ...common(syntax, host, host, ''),
    form: 'list',
    entries: [],
    inherited: [],
    insertion: obstacle,
    removal: obstacle,
    emptying: obstacle,
  }
  return { list, target: host }
}

const NOTHING = { offset: 0, remove: 0, text: '' }

interface Gap {
  readonly host: Mapping
  readonly depth: number
}

function absentList(
  syntax: Syntax,
  field: ListField,
  obstacles: readonly Obstacle[],
  { host, depth }: Gap,
  inherited: Found | undefined,
): ListReading {
  const keys = field.keys.slice(depth)
  const missing = { host, keys, entry: field.entry, beside: depth === 0 ? field.beside : [] }
  const written =
    field.behind === undefined ? newList(syntax, missing) : newListBehind(syntax, missing, field.behind)
  const list: PullSecretList = {
    ...common(syntax, host, host, keys[0] ?? ''),
    form: 'absent',
    capacity: field.entry === 'single' ? 'one' : 'many',
    entries: [],
    inherited: namesIn(syntax, field, inherited?.member.value),
    insertion: obstacles[0] ?? written,
    removal: NOTHING,
    emptying: NOTHING,
  }
  return { list, target: host }
}

function namesIn(syntax: Syntax, { entry }: ListField, value: SyntaxNode | undefined): readonly string[] {
  if (value?.type !== 'sequence' || entry === 'single') return []
  return readEntries(syntax, value, entry).entries.map(({ name }) => name)
}

function standingList(
  syntax: Syntax,
  field: ListField,
  obstacles: readonly Obstacle[],
  chain: readonly Found[],
): ListReading {
  const found = chain.at(-1)
  if (found === undefined) throw new RangeError('a standing list without its key')
  const { member, owner } = found
  const { value } = member
  const target = isNull(value) ? owner : value
  const line = syntax.lineAt(member.start)
  const shared = { ...common(syntax, owner, target, member.key), line }
  const reading = (list: Omit<PullSecretList, keyof Common> & Partial<Common>): ListReading => ({
    list: { ...shared, ...list },
    target,
  })
  const [obstacle] = obstacles
  const removal = obstacle ?? removalOfMember(syntax, chain)
  if (field.entry === 'single') {
    const name = value.type === 'scalar' ? value.text : ''
    const taken = {
      line,
      what: `${field.path} holds one name, and is taken`,
      remedy: 'name there a Secret that serves all registries',
    }
    const entry = { name, line, spelling: 'plain' as const, start: member.start, end: member.end }
    return reading({
      form: 'list',
      capacity: 'one',
      entries: [entry],
      inherited: [],
      insertion: taken,
      removal,
      emptying: removal,
    })
  }
  const inherited = mergedInto(owner).map(merged => findMember(merged, member.key)?.member.value)
  const below = {
    inherited: namesIn(
      syntax,
      field,
      inherited.find(node => node !== undefined),
    ),
  }
  if (isNull(value)) {
    const insertion = obstacle ?? insertIntoNull(syntax, field.entry, owner, member)
    return reading({ ...below, form: 'empty', entries: [], insertion, removal: NOTHING, emptying: NOTHING })
  }
  if (value.type !== 'sequence') {
    const wrong = mismatch(syntax, value, field.path, 'a list')
    return reading({ ...below, form: 'list', entries: [], insertion: wrong, removal: wrong, emptying: wrong })
  }
  const { entries: read, fault } = readEntries(syntax, value, field.entry)
  const entries = wasNull(syntax, owner, value)
    ? read.map(entry => ({ ...entry, spelling: 'kept' as const }))
    : read
  const blocked = obstacle ?? fault
  const insertion: Insertion | Obstacle =
    blocked ??
    (value.flow
      ? insertIntoFlow(syntax, field.entry, value, entries)
      : insertIntoBlock(syntax, field.entry, value, entries))
  return reading({
    ...below,
    style: value.flow ? 'flow' : 'block',
    form: entries.length === 0 ? 'empty' : 'list',
    entries,
    insertion,
    removal: blocked ?? removal,
    emptying: blocked ?? (isObstacle(removal) ? removal : emptyingOf(syntax, owner, value, entries)),
  })
}
