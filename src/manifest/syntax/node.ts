import type { DiagnosticCode } from '../diagnostic.ts'
import type { Lines, Text } from './lines.ts'

/**
 * The syntax of one document as the readers see it: plain data with every position a character of the document's text.
 * An alias is the very node that it stands for, so that two places that share a node hold the same object.
 */
export type SyntaxNode = Mapping | Sequence | Scalar

export interface Extent {
  /** Behind an anchor and a tag. */
  readonly start: number
  /** Behind the last character of content: comments and blank lines that follow are not of the node. */
  readonly end: number
}

export interface Mapping extends Extent {
  readonly type: 'mapping'
  readonly flow: boolean
  readonly members: readonly Member[]
}

/** One pair of a mapping. */
export interface Member {
  /** Where the pair begins: at its `?`, anchor or tag, if it has one, else at its key. */
  readonly start: number
  readonly end: number
  /** The key's text, `''` for a key that is a collection. */
  readonly key: string
  readonly keyNode: SyntaxNode
  /** Null at the end of the pair, where nothing is written. */
  readonly value: SyntaxNode
  /** The value as it stands there: the alias and not what it repeats. Undefined where nothing is written. */
  readonly written: Extent | undefined
  /** Whether an anchor or a tag stands before the value. */
  readonly marked: boolean
  /** False for `? key` and `{key}`, which end with their key. */
  readonly hasColon: boolean
  /** Whether it merges its value (`<<`) into the mapping instead of being a key. */
  readonly isMerge: boolean
}

export interface Sequence extends Extent {
  readonly type: 'sequence'
  readonly flow: boolean
  readonly items: readonly Item[]
}

export interface Item extends Extent {
  /** Where the dash of a block sequence stands. */
  readonly dash?: number
  readonly node: SyntaxNode
}

export type Quote = '"' | "'" | ''

export interface Scalar extends Extent {
  readonly type: 'scalar'
  /** As written, without quotes, escapes and line folds: `0440` and `1.10` stay what they are. */
  readonly text: string
  readonly quote: Quote
  /** A literal or folded block, whose end may be the start of the line behind it. */
  readonly block: boolean
  /** What Kubernetes reads as null: nothing, `~` or `null`. */
  readonly isNull: boolean
}

/** The trees of one document's text. */
export interface Syntax {
  readonly kind: 'syntax'
  readonly text: Text
  readonly isJson: boolean
  /** The top node of each document in the text: one, unless `...` or JSON objects in a row divide it. */
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
  readonly lines: Lines
  /** Where the values of all keys that end in `image` begin, in order, if the reader has noted it. */
  readonly imageValues?: readonly number[]
}

/** What a parser makes of a text. */
export interface Trees {
  readonly kind: 'trees'
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
}

/** What is wrong with a text, and at which character. */
export interface SyntaxFault {
  readonly kind: 'fault'
  readonly code: DiagnosticCode
  readonly at: number
  readonly what: string
  readonly remedy: string
}

/** Collections nested deeper than this are refused by all readers. */
export const MAX_DEPTH = 500

/** Every node below and including `node` with its address, aliases followed; a merged mapping stands at its host's address. */
export function* nodesWithin(
  node: SyntaxNode,
  address = '',
): Generator<{ node: SyntaxNode; address: string }> {
  yield { node, address }
  if (node.type === 'mapping') {
    for (const member of node.members) {
      const below = member.isMerge ? address : joinAddress(address, member.key)
      if (member.isMerge && member.value.type === 'sequence') {
        for (const item of member.value.items) yield* nodesWithin(item.node, below)
      } else yield* nodesWithin(member.value, below)
    }
  } else if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* nodesWithin(item.node, `${address}[${index}]`)
  }
}

/** `spec`, then `template`: `spec.template`. */
export function joinAddress(address: string, key: string): string {
  return address === '' ? key : `${address}.${key}`
}

/** The mappings that a merge key brings, nearest first, without what is merged into them. */
function mergedBy({ value }: Member): readonly Mapping[] {
  const nodes = value.type === 'sequence' ? value.items.map(item => item.node) : [value]
  return nodes.filter(node => node.type === 'mapping')
}

/** The mappings that are merged into one (`<<`), nearest first. */
export function mergedInto(map: Mapping): readonly Mapping[] {
  const merges = map.members.filter(({ isMerge }) => isMerge).toReversed()
  return merges.flatMap(mergedBy).flatMap(merged => [merged, ...mergedInto(merged)])
}

/** A pair, and the mapping that it stands in: another one than was asked for, where it came by merge. */
export interface Found {
  readonly member: Member
  readonly owner: Mapping
}

/**
 * Finds a key as kubectl reads it (`mapping` and `merge` of goyaml.v2, `decode.go`): pairs and merge keys count in their
 * order, and the later one wins, over own keys too; of a list of merged mappings the first.
 */
export function findMember(
  map: Mapping,
  key: string,
  isLeftOut?: (member: Member) => boolean,
): Found | undefined {
  for (let at = map.members.length - 1; at >= 0; at -= 1) {
    const member = map.members[at]
    if (member === undefined || isLeftOut?.(member) === true) continue
    if (!member.isMerge) {
      if (member.key === key) return { member, owner: map }
      continue
    }
    for (const merged of mergedBy(member)) {
      const found = findMember(merged, key)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The pairs that count, in the order of the text: own and merged ones, without those that another one overrides. */
export function membersInForce(map: Mapping): readonly Found[] {
  const found = new Map<string, Found>()
  const add = (owner: Mapping): void => {
    for (const member of owner.members.toReversed()) {
      if (member.isMerge) for (const merged of mergedBy(member)) add(merged)
      else if (!found.has(member.key)) found.set(member.key, { member, owner })
    }
  }
  add(map)
  return [...found.values()].toReversed()
}

/** The value of a key, `undefined` where it is missing or null. */
export function valueOf(map: Mapping, key: string): SyntaxNode | undefined {
  const value = findMember(map, key)?.member.value
  return value === undefined || isNull(value) ? undefined : value
}

/** Whether a block scalar is the last thing in a node, so that it ends where the next line begins. */
export function endsInBlockScalar(node: SyntaxNode): boolean {
  if (node.type === 'scalar') return node.block
  if (node.flow) return false
  const last = node.type === 'mapping' ? node.members.at(-1)?.value : node.items.at(-1)?.node
  return last !== undefined && endsInBlockScalar(last)
}

export function isNull(node: SyntaxNode): boolean {
  return node.type === 'scalar' && node.isNull
}

/** The text of a scalar that is not null. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'scalar' && !node.isNull ? node.text : undefined
}

export function quoteOf(node: SyntaxNode | undefined): Quote {
  return node?.type === 'scalar' ? node.quote : ''
}
