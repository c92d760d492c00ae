import type { Text } from '../../../src/manifest/syntax/lines.ts'
import { isDeepStrictEqual } from 'node:util'
import { Kinds } from '../../../src/kinds/kinds.ts'
import { FastReader, scanFast } from '../../../src/manifest/fast-reader.ts'
import type { Extent, Item, Member, Scalar, Syntax, SyntaxNode } from '../../../src/manifest/syntax/node.ts'
import { parseSyntax } from '../../../src/manifest/parse-syntax.ts'
import { SCAN_SENTINEL } from '../../../src/manifest/source.ts'
import { readSyntax } from '../../../src/manifest/sites/read-syntax.ts'

/** How the scanFast's answer about a document stands to the tree's. */
export type Agreement = 'unsure' | 'same' | { readonly difference: string }

/** One for all texts, as a run has: what an earlier one left behind must not matter. */
const reader = new FastReader()
const kinds = new Kinds()

/** Compares the nodes, each with all its positions, and then what is read from them. */
export function compareReaders(text: string): Agreement {
  const bytes = padded(text)
  const fast = scanFast(bytes)
  if (fast === undefined) return 'unsure'
  const slow = parseSyntax(text)
  if (slow.kind === 'fault') return { difference: `the tree refuses it: ${slow.what}` }
  // Where each character is a byte, positions are the same.
  const inBytes = bytes.length === text.length ? undefined : byteOffsets(text)
  if (!areSameTrees(fast, slow, inBytes)) return { difference: 'other nodes' }
  const reading = reader.read(bytes, kinds)
  if (reading === undefined) return 'unsure'
  // As `readTree` does, which would parse it again.
  return isDeepStrictEqual(reading, moved(readSyntax(slow, kinds), inBytes))
    ? 'same'
    : { difference: 'another reading' }
}

/** The bytes of a text as a source has them: what follows them lets a large one be scanned where it stands. */
function padded(text: string): Buffer {
  return Buffer.concat([Buffer.from(text), SCAN_SENTINEL]).subarray(0, -SCAN_SENTINEL.length)
}

/** The scanFast counts bytes, the tree characters. */
type InBytes = (character: number) => number

function byteOffsets(text: string): InBytes {
  const offsets = [0]
  let offset = 0
  for (const character of text) {
    offset += Buffer.byteLength(character)
    for (let unit = 0; unit < character.length; unit += 1) offsets.push(offset)
  }
  return character => offsets[character] ?? Number.NaN
}

/** All that a node or a reading says, with its offsets in bytes. */
function moved(value: unknown, inBytes: InBytes | undefined): unknown {
  if (inBytes === undefined) return value
  if (Array.isArray(value)) return value.map(one => moved(one, inBytes))
  if (typeof value !== 'object' || value === null) return value
  const fields: Record<string, unknown> = { ...value }
  const { offset, remove } = fields
  for (const [key, field] of Object.entries(fields)) fields[key] = movedField(key, field, inBytes)
  if (typeof offset === 'number' && typeof remove === 'number')
    fields['remove'] = inBytes(offset + remove) - inBytes(offset)
  return fields
}

const POSITIONS = new Set(['start', 'end', 'offset', 'dash'])

function movedField(key: string, field: unknown, inBytes: InBytes): unknown {
  if (POSITIONS.has(key) && typeof field === 'number') return inBytes(field)
  if (key === 'target' && typeof field === 'string')
    return field.replace(/^\d+/, offset => String(inBytes(Number(offset))))
  return moved(field, inBytes)
}

function areSameTrees(fast: Syntax, slow: Syntax, inBytes: InBytes = character => character): boolean {
  const text = slow.text
  const areSameExtents = (one: Extent, other: Extent): boolean =>
    one.start === inBytes(other.start) && one.end === inBytes(other.end)

  const areSameNodes = (one: SyntaxNode, other: SyntaxNode): boolean => {
    if (!areSameExtents(one, other)) return false
    if (one.type === 'mapping')
      return (
        other.type === 'mapping' &&
        one.flow === other.flow &&
        areEachSame(one.members, other.members, areSameMembers)
      )
    if (one.type === 'sequence')
      return (
        other.type === 'sequence' &&
        one.flow === other.flow &&
        areEachSame(one.items, other.items, areSameItems)
      )
    return (
      other.type === 'scalar' &&
      one.quote === other.quote &&
      one.block === other.block &&
      one.isNull === other.isNull &&
      (!isOneLine(text, other) || one.text === other.text)
    )
  }

  const areSameMembers = (one: Member, other: Member): boolean =>
    areSameExtents(one, other) &&
    one.key === other.key &&
    areSameNodes(one.keyNode, other.keyNode) &&
    (one.written === undefined || other.written === undefined
      ? one.written === other.written
      : areSameExtents(one.written, other.written)) &&
    one.hasProperties === other.hasProperties &&
    one.hasColon === other.hasColon &&
    one.isMerge === other.isMerge &&
    areSameNodes(one.value, other.value)

  const areSameItems = (one: Item, other: Item): boolean =>
    one.dash === (other.dash === undefined ? undefined : inBytes(other.dash)) &&
    areSameExtents(one, other) &&
    areSameNodes(one.node, other.node)

  return (
    fast.isJson === slow.isJson &&
    fast.hasAliases === slow.hasAliases &&
    areEachSame(fast.roots, slow.roots, areSameNodes)
  )
}

function areEachSame<T>(
  all: readonly T[],
  others: readonly T[],
  areSame: (one: T, other: T) => boolean,
): boolean {
  return (
    all.length === others.length &&
    all.every((one, at) => {
      const other = others[at]
      return other !== undefined && areSame(one, other)
    })
  )
}

/** A node as plain values. The text of scalars of several lines is left out: there the scanFast asks the tree. */
export function plainNode(source: Text, node: SyntaxNode): unknown {
  const { start, end } = node
  if (node.type === 'mapping') {
    const members = node.members.map(member => ({
      start: member.start,
      end: member.end,
      key: member.key,
      keyNode: plainNode(source, member.keyNode),
      written: member.written && { start: member.written.start, end: member.written.end },
      flags: [member.hasProperties, member.hasColon, member.isMerge],
      value: plainNode(source, member.value),
    }))
    return { type: node.type, start, end, flow: node.flow, members }
  }
  if (node.type === 'sequence') {
    const items = node.items.map(item => ({
      dash: item.dash,
      start: item.start,
      end: item.end,
      node: plainNode(source, item.node),
    }))
    return { type: node.type, start, end, flow: node.flow, items }
  }
  const { quote, block, isNull } = node
  const text = isOneLine(source, node) ? node.text : undefined
  return { type: node.type, start, end, quote, block, isNull, text }
}

function isOneLine(source: Text, { block, start, end }: Scalar): boolean {
  return !block && !source.slice(start, end).includes('\n')
}
