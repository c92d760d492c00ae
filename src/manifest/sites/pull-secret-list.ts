import type { Diagnostic } from '../diagnostic.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import type { PullSecretList, RepeatedKey } from '../site.ts'
import { findMember, isNull, mergedInto } from '../syntax/node.ts'
import type { FoundMember, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'
import { insertionOfAbsent } from './absent-list.ts'
import { readEntries } from './entries.ts'
import {
  absentShape,
  blockedShape,
  listOf,
  PLAIN_LIST_CONTEXT,
  shapeOfName,
  shapeOfNull,
  shapeOfSequence,
} from './existing-list.ts'
import type { KeyChain, ListShape, ListContext } from './existing-list.ts'
import { mismatch, repeatedKey } from './walk.ts'

/** The field of a list of pull secrets, whether it exists or not. */
export interface ListField {
  /** The mapping that the keys start from. */
  readonly host: Mapping
  readonly keys: readonly string[]
  readonly entry: EntryKind | 'single'
  readonly beside: readonly string[]
  /** The key after which a new list is written, instead of above those of `beside`. */
  readonly after?: string
  /** The path, for errors. */
  readonly path: string
}

/** A list, with the node that an insertion changes. sharing.ts finds other places that share the node. */
export interface ListReading {
  readonly list: PullSecretList
  readonly target: SyntaxNode
  /** Duplicate keys on the way to the list. */
  readonly repeats: readonly RepeatedKey[]
}

/** Reads a list of pull secrets, with every edit that may be needed. */
export function readPullSecretList(syntax: Syntax, field: ListField): ListReading {
  const parents: FoundMember[] = []
  const repeats: RepeatedKey[] = []
  let { host } = field
  for (const [depth, key] of field.keys.entries()) {
    const found = findMember(host, key)
    const isLast = depth === field.keys.length - 1
    if (found === undefined || (isLast && found.owner !== host)) {
      const shape = shapeOfAbsent(syntax, field, host, depth)
      return reading(syntax, field, host, key, { line: host.start, node: host, shape, repeats })
    }
    const repeated = repeatedKey(syntax, found)
    if (repeated !== undefined) repeats.push(repeated)
    const { value, start } = found.member
    if (isLast) {
      const shape = shapeOfExisting(syntax, field, { own: found, parents })
      const node = isNull(value) ? host : value
      return reading(syntax, field, host, key, { line: start, node, shape, repeats })
    }
    if (value.type !== 'mapping') {
      const shape = blockedShape(parentFault(syntax, field, found))
      return reading(syntax, field, host, key, { line: start, node: host, shape, repeats })
    }
    parents.push(found)
    host = value
  }
  throw new RangeError('a list field without keys')
}

interface ExistingList {
  /** An offset. */
  readonly line: number
  /** The node that an insertion changes. */
  readonly node: SyntaxNode
  readonly shape: ListShape
  readonly repeats: readonly RepeatedKey[]
}

function reading(
  syntax: Syntax,
  field: ListField,
  host: Mapping,
  key: string,
  { line, node, shape, repeats }: ExistingList,
): ListReading {
  const list = listOf(
    shape,
    syntax.lines.number(line),
    targetName(node, key),
    listContextOf(syntax, field, host, key),
  )
  return { list, target: node, repeats }
}

function listContextOf(syntax: Syntax, { entry }: ListField, host: Mapping, key: string): ListContext {
  const merged = mergedInto(host)
  if (entry !== 'single' && merged.length === 0) return PLAIN_LIST_CONTEXT
  const inherited = findMember(host, key, member => member.key === key)?.member.value
  return {
    capacity: entry === 'single' ? 'one' : 'many',
    inherited: namesIn(syntax, entry, inherited),
    mergedTargets: merged.map(map => mergedTarget(map, key)),
  }
}

function mergedTarget(map: Mapping, key: string): string {
  const own = map.members.findLast(member => member.key === key)?.value
  return targetName(own?.type === 'sequence' ? own : map, key)
}

function targetName({ type, start }: SyntaxNode, key: string): string {
  return type === 'mapping' ? `${start}:${key}` : String(start)
}

function namesIn(
  syntax: Syntax,
  entry: ListField['entry'],
  value: SyntaxNode | undefined,
): readonly string[] {
  if (value?.type !== 'sequence' || entry === 'single') return []
  return readEntries(syntax, value, entry).entries.map(({ name }) => name)
}

function shapeOfAbsent(
  syntax: Syntax,
  { keys, entry, beside, after }: ListField,
  host: Mapping,
  depth: number,
): ListShape {
  return absentShape(
    insertionOfAbsent(syntax, {
      host,
      keys: keys.slice(depth),
      entry,
      beside: depth === 0 ? beside : ['containers'],
      after,
    }),
  )
}

function shapeOfExisting(syntax: Syntax, { entry, path }: ListField, chain: KeyChain): ListShape {
  const { value } = chain.own.member
  if (entry === 'single') return shapeOfName(syntax, chain, path)
  if (isNull(value)) return shapeOfNull(syntax, entry, chain.own)
  if (value.type === 'sequence') return shapeOfSequence(syntax, entry, value, chain)
  return blockedShape({ ...mismatch(syntax, value, path, 'a list'), isRefused: true })
}

function parentFault(syntax: Syntax, { path }: ListField, { member }: FoundMember): Diagnostic {
  const { key, value, start } = member
  if (!isNull(value)) return mismatch(syntax, value, key, 'a mapping')
  return {
    line: syntax.lines.number(start),
    code: 'no-room-for-list',
    what: `${key} is empty, so ${path} cannot be added`,
    remedy: `remove ${key}, or write a mapping there`,
  }
}
