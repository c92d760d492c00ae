import { flowStyleOf } from '../list-edits/entry-spelling.ts'
import { newBlockLines, newFlowPair } from '../list-edits/new-list.ts'
import type { ListTemplate } from '../site.ts'
import type { Quote } from '../syntax/node.ts'

const LIST = { keys: ['imagePullSecrets'], entry: 'object' } as const
/** Layouts with more columns than MAX_COLUMNS are not cached. At most MAX_LAYOUTS flow layouts are. */
const [MAX_COLUMNS, MAX_LAYOUTS] = [64, 32]

/** Everything that the text of a new flow list depends on. */
export interface FlowNeighbour {
  readonly quote: Quote
  /** The text between the key and its value. */
  readonly colon: string
  /** The text between the value and the next pair; `''` for the last pair. */
  readonly comma: string
  /**
   * Columns of the pair, of the first item in its value, and of the first pair in that item: `NO_COLUMN` if it does
   * not begin its line.
   */
  readonly column: number
  readonly itemColumn: number
  readonly pairColumn: number
}

export const NO_COLUMN = -1

/** Templates of new lists. Manifests use few layouts, so each template is made once. */
export class ListTemplates {
  readonly #block = new Map<number, ListTemplate>()
  readonly #flow: { readonly neighbour: FlowNeighbour; readonly template: ListTemplate }[] = []

  /** The template of a block list whose key is at `column`; `undefined` for columns beyond the cache. */
  ofBlock(column: number, indent: number, gap: number): ListTemplate | undefined {
    if (column >= MAX_COLUMNS || indent < 0 || indent >= MAX_COLUMNS || gap < 1 || gap >= MAX_COLUMNS)
      return undefined
    const key = (column * MAX_COLUMNS + indent) * MAX_COLUMNS + gap
    const known = this.#block.get(key)
    if (known !== undefined) return known
    const layout = { lead: '', trail: '\n', quote: '', step: 0 } as const
    const [indentation, gapText] = [' '.repeat(column), ' '.repeat(gap)]
    const template = newBlockLines(LIST, { ...layout, indentation, indent, gap: gapText })
    this.#block.set(key, template)
    return template
  }

  /** The template of a flow or JSON list before a pair. */
  ofFlow(neighbour: FlowNeighbour): ListTemplate {
    for (const known of this.#flow) if (isSame(known.neighbour, neighbour)) return known.template
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
    const template = newFlowPair(LIST, style, lines)
    if (this.#flow.length === MAX_LAYOUTS) this.#flow.length = 0
    this.#flow.push({ neighbour, template })
    return template
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
