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
  readonly text: Text
  readonly isJson: boolean
  /** The top node of each document in the text: one, unless `...` or JSON objects in a row divide it. */
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
  readonly lines: Lines
  /** Where the values of all keys that end in `image` begin, in order, if whoever made the trees has noted it. */
  readonly imageValues?: readonly number[]
}

/** What is wrong with a text, and at which character. */
export interface SyntaxFault {
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
      const below = isMerge(member) ? address : joinAddress(address, member.key)
      if (isMerge(member) && member.value.type === 'sequence') {
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

export function isMerge({ key, keyNode }: Member): boolean {
  return key === '<<' && keyNode.type === 'scalar' && keyNode.quote === ''
}

/** The mappings that are merged into one (`<<`), nearest first. */
export function mergedInto(map: Mapping): readonly Mapping[] {
  if (!map.members.some(isMerge)) return []
  return map.members
    .filter(isMerge)
    .flatMap(({ value }) => (value.type === 'sequence' ? value.items.map(item => item.node) : [value]))
    .filter(node => node.type === 'mapping')
    .flatMap(merged => [merged, ...mergedInto(merged)])
}

/** A pair, and the mapping that it stands in: another one than was asked for, where it came by merge. */
export interface Found {
  readonly member: Member
  readonly owner: Mapping
}

/** Finds a key: of several equal ones the last, as kubectl does; else in what is merged, where the first one wins. */
export function findMember(map: Mapping, key: string): Found | undefined {
  const own = map.members.findLast(member => member.key === key)
  if (own !== undefined) return { member: own, owner: map }
  for (const owner of mergedInto(map)) {
    const member = owner.members.findLast(candidate => candidate.key === key)
    if (member !== undefined) return { member, owner }
  }
  return undefined
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
