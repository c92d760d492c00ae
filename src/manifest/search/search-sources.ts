import type { SearchIn } from './hidden-text.ts'
import type { Search } from './search.ts'
import type { Source } from '../source.ts'

/**
 * Makes searches in sources. Sources in one block are searched as one, because starting a search takes longer than
 * searching a small file. The sources of a block must be asked in their order, else the search starts over each time.
 */
export function searchSources(searchIn: SearchIn): (source: Source) => Search {
  let last: { readonly block: Uint8Array; readonly search: Search } | undefined
  return ({ bytes, block }) => {
    if (block === undefined) return searchIn(bytes)
    if (last?.block !== block) last = { block, search: searchIn(block) }
    const { search } = last
    const offset = bytes.byteOffset - block.byteOffset
    return { isWithin: (start, end) => search.isWithin(offset + start, offset + end) }
  }
}
