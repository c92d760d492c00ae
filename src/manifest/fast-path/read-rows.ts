import type { Diagnostic } from '../diagnostic.ts'
import type { Kinds } from '../../kinds/kinds.ts'
import { nodeAt } from '../fast-reader/tape-nodes.ts'
import type { Reading, Resource } from '../resource.ts'
import { readNode } from '../sites/read-syntax.ts'
import type { Syntax } from '../syntax/node.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'
import { readResource } from './read-resource.ts'

const ROOT = 0

/**
 * Reads the usual input of pipelines without creating nodes: a plain resource of `readResource`, alone or in a List. The
 * result equals that of `sites/`. Returns `undefined` for any other text.
 */
export function readRows(rows: Rows, syntax: Syntax, kinds: Kinds): Reading | undefined {
  const { tape } = rows
  if (!isOneRoot(rows)) return undefined
  const only = readResource(rows, ROOT, syntax, kinds)
  if (only !== undefined) return { resources: [only], problems: NO_PROBLEMS, hasAliases: false }
  const list = itemsOfList(rows)
  if (list === MISSING) return undefined
  const items = new ListItems(rows, syntax, kinds)
  const end = tape.next(list)
  for (let item = list + 1; item < end; item = tape.next(item)) items.read(item)
  return items.reading()
}

const NO_PROBLEMS: readonly never[] = []

function isOneRoot({ tape }: Rows): boolean {
  return tape.length > 0 && tape.next(ROOT) === tape.length
}

/** The row of a List's items, if the List is the only root. */
function itemsOfList(rows: Rows): number {
  rows.start()
  if (!rows.isMapping(ROOT) || rows.textOf(rows.child(ROOT, 'kind')) !== 'List') return MISSING
  const items = rows.child(ROOT, 'items')
  return rows.isUnsupported || items === MISSING || !rows.isSequence(items) ? MISSING : items
}

/** Reads the items of a List one by one. No row of an item is needed afterwards. */
export class ListItems {
  readonly #rows: Rows
  readonly #syntax: Syntax
  readonly #kinds: Kinds
  readonly #resources: Resource[] = []
  readonly #problems: Diagnostic[] = []
  #count = 0

  constructor(rows: Rows, syntax: Syntax, kinds: Kinds) {
    this.#kinds = kinds
    this.#rows = rows
    this.#syntax = syntax
  }

  get areAny(): boolean {
    return this.#count > 0
  }

  /** Reads the next item. If it is not plain, its nodes are created and read. */
  read(row: number): void {
    const plain = readResource(this.#rows, row, this.#syntax, this.#kinds)
    if (plain === undefined) this.#readNode(row)
    else this.#resources.push(plain)
    this.#count += 1
  }

  #readNode(row: number): void {
    const node = nodeAt(this.#syntax.text, this.#rows.tape, row)
    const report = (problem: Diagnostic): unknown => this.#problems.push(problem)
    this.#resources.push(...readNode(this.#syntax, node, this.#kinds, report, `items[${this.#count}]`))
  }

  reading(): Reading {
    return { resources: this.#resources, problems: this.#problems, hasAliases: false }
  }

  /** The result, if the only root is a List and all its items have been read. */
  readingOfList(): Reading | undefined {
    return isOneRoot(this.#rows) && itemsOfList(this.#rows) !== MISSING ? this.reading() : undefined
  }
}
