import type { Diagnostic } from '../diagnostic.ts'
import { spellingOfFlowMapping } from '../list-edits/entry-spelling.ts'
import type { EntryKind } from '../list-edits/entry-spelling.ts'
import type { Entry, Spelling } from '../site.ts'
import { isNull, textOf, valueOf } from '../syntax/node.ts'
import type { Text } from '../syntax/lines.ts'
import type { Extent, Item, Sequence, Syntax, SyntaxNode } from '../syntax/node.ts'
import { isUnquotedString, isString } from '../syntax/kubectl-string.ts'

/** The entries of a list, and the fault of an entry for which the list cannot be edited. */
export interface Entries {
  readonly entries: readonly Entry[]
  readonly fault?: Diagnostic
}

export function readEntries(syntax: Syntax, list: Sequence, kind: EntryKind): Entries {
  const entries = list.items.map(item => entryOf(syntax, list, item, kind))
  const wrong = list.items.find(({ node }) => !hasExpectedType(node, kind))
  if (wrong !== undefined) {
    const [found, expected] = kind === 'object' ? ['a single value', '{name: ...}'] : ['a mapping', 'a name']
    const fault: Diagnostic = {
      isRefused: true,
      line: syntax.lines.number(wrong.start),
      code: 'wrong-type',
      what: `an entry of the list is ${found}, and must be ${expected}`,
      remedy: kind === 'object' ? `write "- name: ${nameIn(wrong.node)}"` : 'write only the name',
    }
    return { entries, fault }
  }
  const fault = kind === 'object' ? faultOfNames(syntax, list) : undefined
  return fault === undefined ? { entries } : { entries, fault }
}

/** The fault of a name that is not a string: kubectl refuses the whole manifest. */
function faultOfNames({ lines }: Syntax, list: Sequence): Diagnostic | undefined {
  for (const { node } of list.items) {
    const name = node.type === 'mapping' ? valueOf(node, 'name') : undefined
    if (name === undefined || isString(name)) continue
    const found =
      name.type === 'scalar'
        ? `${name.text}, which is not a string`
        : name.type === 'mapping'
          ? 'a mapping'
          : 'a list'
    const meant = nameIn(name)
    return {
      isRefused: true,
      line: lines.number(name.start),
      code: 'wrong-type',
      what: `the name of an entry of the list is ${found}: kubectl refuses the manifest`,
      remedy: list.flow
        ? `write {name: ${JSON.stringify(meant)}}`
        : `write "- name: ${isUnquotedString(meant) ? meant : `'${meant}'`}"`,
    }
  }
  return undefined
}

/** The name that a wrong value was meant to be: the first scalar in it, without a `name:` that lacks its space. */
function nameIn(node: SyntaxNode): string {
  if (node.type === 'scalar') return node.text.replace(/^name:/, '').trim()
  const [first] =
    node.type === 'mapping' ? node.members.map(({ value }) => value) : node.items.map(item => item.node)
  return first === undefined ? 'NAME' : nameIn(first)
}

function hasExpectedType(node: SyntaxNode, kind: EntryKind): boolean {
  return isNull(node) || node.type === (kind === 'object' ? 'mapping' : 'scalar')
}

function entryOf(syntax: Syntax, list: Sequence, item: Item, kind: EntryKind): Entry {
  const { text, lines } = syntax
  const { node } = item
  const name =
    kind === 'string' ? textOf(node) : node.type === 'mapping' ? textOf(valueOf(node, 'name')) : undefined
  const start = item.dash ?? item.start
  const extent = list.flow ? { start: item.start, end: item.end } : linesOf(syntax, list, item)
  return { name: name ?? '', line: lines.number(start), spelling: spellingOf(text, list, item), ...extent }
}

/**
 * The lines of an entry. If the list ends the text without a line break, the extent starts at the previous line
 * break, so that none is left over.
 */
function linesOf({ text, lines }: Syntax, list: Sequence, { dash, start, end }: Item): Extent {
  const first = dash ?? start
  const isOpen = lines.eol(list.end) === '' && !/[\r\n]/.test(text.charAt(list.end - 1))
  if (isOpen) return { start: lines.previousEnd(first), end: lines.end(end) }
  return { start: lines.start(first), end: /[\r\n]/.test(text.charAt(end - 1)) ? end : lines.next(end) }
}

function spellingOf(text: Text, list: Sequence, { node, start }: Item): Spelling {
  if (node.type === 'mapping') {
    if (!node.flow) return 'normal'
    return list.flow ? spellingOfFlowMapping(text, start) : 'list-existed'
  }
  if (list.flow) return text.slice(list.start, start) === '[ ' ? 'list-existed' : 'normal'
  return node.type === 'scalar' && node.quote === '"' ? 'list-existed' : 'normal'
}
