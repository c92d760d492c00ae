import type { DiagnosticCode } from '../diagnostic.ts'
import type { Lines, Text } from './lines.ts'

/**
 * The syntax of one document, as plain data. Positions are characters of the document's text. An alias is the same
 * object as the node that it refers to.
 */
export type SyntaxNode = Mapping | Sequence | Scalar

export interface Extent {
  /** The offset after the node's anchor and tag. */
  readonly start: number
  /**
   * The offset after the last character of content. Comments and blank lines that follow do not belong to the node.
   */
  readonly end: number
}

export interface Mapping extends Extent {
  readonly type: 'mapping'
  readonly flow: boolean
  readonly members: readonly Member[]
}

/** One pair of a mapping. */
export interface Member {
  /** The start of the pair: its `?`, anchor or tag if it has one, else its key. */
  readonly start: number
  readonly end: number
  /** The key's text; `''` for a key that is a collection. */
  readonly key: string
  readonly keyNode: SyntaxNode
  /** The value; for a pair without one, a null at its end. */
  readonly value: SyntaxNode
  /** The text of the value: for an alias, the alias itself. `undefined` if the pair has no value. */
  readonly written: Extent | undefined
  /** Whether the value has an anchor or a tag. */
  readonly hasProperties: boolean
  /** False for `? key` and `{key}`, which end with their key. */
  readonly hasColon: boolean
  /** Whether the pair merges its value (`<<`) into the mapping. */
  readonly isMerge: boolean
}

export interface Sequence extends Extent {
  readonly type: 'sequence'
  readonly flow: boolean
  readonly items: readonly Item[]
}

export interface Item extends Extent {
  /** The offset of the dash in a block sequence. */
  readonly dash?: number
  readonly node: SyntaxNode
}

export type Quote = '"' | "'" | ''

export interface Scalar extends Extent {
  readonly type: 'scalar'
  /** The text as written, without quotes, escapes and line folds. Numbers are not changed: `0440`, `1.10`. */
  readonly text: string
  readonly quote: Quote
  /** Whether the scalar is literal or folded. Its end may be the start of the next line. */
  readonly block: boolean
  /** Whether Kubernetes reads null: no text, `~` or `null`. */
  readonly isNull: boolean
}

/** The trees of one document's text. */
export interface Syntax {
  readonly kind: 'syntax'
  readonly text: Text
  readonly isJson: boolean
  /** The root of each document in the text: one, unless `...` or consecutive JSON values divide it. */
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
  readonly lines: Lines
  /** Offsets of the values of all keys that end in `image`, in order, if the reader collects them. */
  readonly imageValues?: readonly number[]
}

/** The result of a parser. */
export interface Trees {
  readonly kind: 'trees'
  readonly roots: readonly SyntaxNode[]
  readonly hasAliases: boolean
}

/** A fault in a text. `at` is a character offset. */
export interface SyntaxFault {
  readonly kind: 'fault'
  readonly code: DiagnosticCode
  readonly at: number
  readonly what: string
  readonly remedy: string
}

/** All readers refuse collections nested deeper than this. */
export const MAX_DEPTH = 500

/**
 * Yields `node` and every node below it with its address, aliases followed. A merged mapping has the address of the
 * mapping it is merged into.
 */
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

/** Appends a key to an address: `spec` and `template` give `spec.template`. */
export function joinAddress(address: string, key: string): string {
  return address === '' ? key : `${address}.${key}`
}

/** The mappings that a merge key refers to, nearest first, without mappings merged into them. */
function mergedBy({ value }: Member): readonly Mapping[] {
  const nodes = value.type === 'sequence' ? value.items.map(item => item.node) : [value]
  return nodes.filter(node => node.type === 'mapping')
}

/** All mappings that are merged (`<<`) into a mapping, nearest first. */
export function mergedInto(map: Mapping): readonly Mapping[] {
  const merges = map.members.filter(({ isMerge }) => isMerge).toReversed()
  return merges.flatMap(mergedBy).flatMap(merged => [merged, ...mergedInto(merged)])
}

/** A pair and the mapping that contains it: a merged mapping, where the pair is not the searched mapping's own. */
export interface FoundMember {
  readonly member: Member
  readonly owner: Mapping
}

/**
 * Finds a key as kubectl does (`mapping` and `merge` of goyaml.v2, `decode.go`). Pairs and merge keys apply in order,
 * and a later one wins, even over own keys. In a list of merged mappings the first one wins.
 */
export function findMember(
  map: Mapping,
  key: string,
  isIgnored?: (member: Member) => boolean,
): FoundMember | undefined {
  for (let at = map.members.length - 1; at >= 0; at -= 1) {
    const member = map.members[at]
    if (member === undefined || isIgnored?.(member) === true) continue
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

/** The effective pairs of a mapping, own and merged, in the order of the text. Overridden pairs are left out. */
export function effectiveMembers(map: Mapping): readonly FoundMember[] {
  const found = new Map<string, FoundMember>()
  const add = (owner: Mapping): void => {
    for (const member of owner.members.toReversed()) {
      if (member.isMerge) for (const merged of mergedBy(member)) add(merged)
      else if (!found.has(member.key)) found.set(member.key, { member, owner })
    }
  }
  add(map)
  return [...found.values()].toReversed()
}

/** The value of a key; `undefined` if the key is missing or null. */
export function valueOf(map: Mapping, key: string): SyntaxNode | undefined {
  const value = findMember(map, key)?.member.value
  return value === undefined || isNull(value) ? undefined : value
}

/** Whether a node ends with a block scalar, so that its end is the start of the next line. */
export function endsInBlockScalar(node: SyntaxNode): boolean {
  if (node.type === 'scalar') return node.block
  if (node.flow) return false
  const last = node.type === 'mapping' ? node.members.at(-1)?.value : node.items.at(-1)?.node
  return last !== undefined && endsInBlockScalar(last)
}

export function isNull(node: SyntaxNode): boolean {
  return node.type === 'scalar' && node.isNull
}

/** The text of a scalar; `undefined` for null and for other nodes. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'scalar' && !node.isNull ? node.text : undefined
}

export function quoteOf(node: SyntaxNode | undefined): Quote {
  return node?.type === 'scalar' ? node.quote : ''
}
