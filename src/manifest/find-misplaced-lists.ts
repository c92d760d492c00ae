import { scanFast } from './fast-reader.ts'
import type { ReadDocument } from './read-document.ts'
import { viewOf } from './search/search.ts'
import { misplacedLists } from './sites/misplaced-lists.ts'
import type { MisplacedList } from './sites/misplaced-lists.ts'
import { resourcesIn } from './sites/resources.ts'
import type { Syntax } from './syntax/node.ts'

/** For each resource of a document, in order, the values that were meant as lists of pull secrets, but are none. */
export async function findMisplacedLists({
  source,
  span,
  resources,
}: ReadDocument): Promise<readonly (readonly MisplacedList[])[]> {
  const bytes = viewOf(source.bytes, span.start, span.end)
  const syntax = scanFast(bytes) ?? (await parse(bytes))
  const nodes = syntax?.roots.flatMap(root => [...resourcesIn(syntax, root, () => undefined)]) ?? []
  return resources.map((resource, at) => {
    const node = nodes[at]
    return syntax === undefined || node === undefined ? [] : misplacedLists(syntax, node, resource)
  })
}

async function parse(bytes: Buffer): Promise<Syntax | undefined> {
  const { parseSyntax } = await import('./parse-syntax.ts')
  const syntax = parseSyntax(bytes.toString())
  return syntax.kind === 'fault' ? undefined : syntax
}
