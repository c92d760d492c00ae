import { flowStyleOf } from '../list-edits/entry-spelling.ts'
import { newBlockLines, newFlowPair } from '../list-edits/new-list.ts'
import type { Writing } from '../site.ts'
import type { Quote } from '../syntax/node.ts'

const LIST = { keys: ['imagePullSecrets'], entry: 'object' } as const
/** Columns up to which a layout is remembered, and how many layouts of flow style are. */
const [MOST_COLUMNS, MOST_LAYOUTS] = [64, 32]

/** All that the text of a new list depends on in flow style. */
export interface FlowNeighbour {
  readonly quote: Quote
  /** What stands between the key and its value. */
  readonly colon: string
  /** What stands behind the value before the next pair, `''` where there is none. */
  readonly comma: string
  /** Of the pair, of the first item of its value and of the first pair in that: `NO_COLUMN` where they stand behind something. */
  readonly column: number
  readonly itemColumn: number
  readonly pairColumn: number
}

export const NO_COLUMN = -1

/** How new lists are written. Manifests are indented in few ways, so that each is made once. */
export class ListWritings {
  readonly #block = new Map<number, Writing>()
  readonly #flow: { readonly neighbour: FlowNeighbour; readonly writing: Writing }[] = []

  /** In block style, as lines whose keys are at `column`; `undefined` where that is deeper than manifests are. */
  ofBlock(column: number, indent: number, gap: number): Writing | undefined {
    if (column >= MOST_COLUMNS || indent < 0 || indent >= MOST_COLUMNS || gap < 1 || gap >= MOST_COLUMNS)
      return undefined
    const key = (column * MOST_COLUMNS + indent) * MOST_COLUMNS + gap
    const known = this.#block.get(key)
    if (known !== undefined) return known
    const layout = { lead: '', trail: '\n', quote: '', step: 0 } as const
    const [indentation, gapText] = [' '.repeat(column), ' '.repeat(gap)]
    const writing = newBlockLines(LIST, { ...layout, indentation, indent, gap: gapText })
    this.#block.set(key, writing)
    return writing
  }

  /** In flow style or JSON, before a pair. */
  ofFlow(neighbour: FlowNeighbour): Writing {
    for (const known of this.#flow) if (isSame(known.neighbour, neighbour)) return known.writing
    const { quote, colon, comma, column, itemColumn, pairColumn } = neighbour
    const style = flowStyleOf(quote, colon, comma)
    const indentation = spaces(column)
    const lines =
      indentation === undefined
        ? undefined
        : {
            eol: '\n',
            indentation,
            itemIndentation: spaces(itemColumn),
            pairIndentation: spaces(pairColumn),
          }
    const writing = newFlowPair(LIST, style, lines)
    if (this.#flow.length === MOST_LAYOUTS) this.#flow.length = 0
    this.#flow.push({ neighbour, writing })
    return writing
  }
}

function spaces(column: number): string | undefined {
  return column === NO_COLUMN ? undefined : ' '.repeat(column)
}

function isSame(one: FlowNeighbour, other: FlowNeighbour): boolean {
  return (
    one.quote === other.quote &&
    one.colon === other.colon &&
    one.comma === other.comma &&
    one.column === other.column &&
    one.itemColumn === other.itemColumn &&
    one.pairColumn === other.pairColumn
  )
}
