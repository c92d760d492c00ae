import { isDeepStrictEqual } from 'node:util'
import { outline, readOutline } from '../../../src/manifest/outline.ts'
import type { Syntax, SyntaxNode } from '../../../src/manifest/syntax/node.ts'
import { parseSyntax } from '../../../src/manifest/syntax/parse.ts'
import { readTree } from '../../../src/manifest/tree.ts'

/** How the outline's answer about a document stands to the tree's. */
export type Agreement = 'unsure' | 'same' | { readonly difference: string }

/** Compares the nodes, each with all its positions, and then what is read from them. */
export function compareReaders(text: string): Agreement {
  const fast = outline(text)
  if (fast === undefined) return 'unsure'
  const slow = parseSyntax(text)
  if ('what' in slow) return { difference: `the tree refuses it: ${slow.what}` }
  if (!isDeepStrictEqual(plainRoots(fast), plainRoots(slow))) return { difference: 'other nodes' }
  const reading = readOutline(text)
  if (reading === undefined) return 'unsure'
  return isDeepStrictEqual(reading, readTree(text)) ? 'same' : { difference: 'another reading' }
}

function plainRoots({ text, isJson, hasAliases, roots }: Syntax): unknown {
  return [isJson, hasAliases, roots.map(root => plain(text, root))]
}

/** A node as plain values. The text of scalars of several lines is left out: there the outline asks the tree. */
function plain(source: string, node: SyntaxNode): unknown {
  const { start, end } = node
  if (node.type === 'mapping') {
    const members = node.members.map(member => ({
      extent: [member.start, member.end],
      key: member.key,
      keyNode: plain(source, member.keyNode),
      written: member.written === undefined ? undefined : [member.written.start, member.written.end],
      marks: [member.marked, member.hasColon],
      value: plain(source, member.value),
    }))
    return { type: node.type, start, end, flow: node.flow, members }
  }
  if (node.type === 'sequence') {
    const items = node.items.map(item => [item.dash, item.start, item.end, plain(source, item.node)])
    return { type: node.type, start, end, flow: node.flow, items }
  }
  const { quote, block, isNull } = node
  const isOneLine = !block && !source.slice(start, end).includes('\n')
  return { type: node.type, start, end, quote, block, isNull, text: isOneLine ? node.text : undefined }
}
