import type { Entry, Obstacle, Spelling } from '../site.ts'
import { lineEnd, previousLineEnd } from '../syntax/layout.ts'
import { isNull, textOf, valueOf } from '../syntax/node.ts'
import type { Item, Sequence, Syntax, SyntaxNode } from '../syntax/node.ts'
import type { EntryKind } from './entry-style.ts'

/** The entries of a list as it stands, and what about one of them forbids to touch the list. */
export interface Entries {
  readonly entries: readonly Entry[]
  readonly fault?: Obstacle
}

export function readEntries(syntax: Syntax, list: Sequence, kind: EntryKind): Entries {
  const entries = list.items.map(item => entryOf(syntax, list, item, kind))
  const wrong = list.items.find(({ node }) => !isRightlyTyped(node, kind))
  if (wrong === undefined) return { entries }
  const [found, expected] = kind === 'object' ? ['text', '{name: ...}'] : ['a mapping', 'a name']
  const fault = {
    line: syntax.lineAt(wrong.start),
    what: `an entry of the list is ${found}, where ${expected} must be`,
    remedy: kind === 'object' ? `write "- name: ${textOf(wrong.node) ?? ''}"` : 'write only the name',
  }
  return { entries, fault }
}

function isRightlyTyped(node: SyntaxNode, kind: EntryKind): boolean {
  return isNull(node) || node.type === (kind === 'object' ? 'mapping' : 'scalar')
}

function entryOf(syntax: Syntax, list: Sequence, item: Item, kind: EntryKind): Entry {
  const { text, lineAt } = syntax
  const { node } = item
  const name =
    kind === 'string' ? textOf(node) : node.type === 'mapping' ? textOf(valueOf(node, 'name')) : undefined
  const start = item.dash ?? item.start
  const extent = list.flow
    ? { start: item.start, end: item.end }
    : { start: previousLineEnd(text, start), end: lineEnd(text, item.end) }
  return { name: name ?? '', line: lineAt(start), spelling: spellingOf(text, list, item), ...extent }
}

function spellingOf(text: string, list: Sequence, { node, start }: Item): Spelling {
  if (node.type === 'mapping') {
    if (!node.flow) return 'plain'
    return !list.flow || /^\{[ \t]/.test(text.slice(start, start + 2)) ? 'kept' : 'plain'
  }
  if (list.flow) return text.slice(list.start, start) === '[ ' ? 'kept' : 'plain'
  return node.type === 'scalar' && node.quote === '"' ? 'kept' : 'plain'
}
