import type { ReadDocument } from './read.ts'
import { parseSyntax } from './syntax/parse.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'
import { misplacedLists } from './sites/misplaced-lists.ts'
import type { MisplacedList } from './sites/misplaced-lists.ts'
import { neverPulled } from './sites/never-pulled.ts'
import { resourcesIn } from './sites/resources.ts'
import { madeSecret } from './sites/secret-makers.ts'
import type { MadeSecret } from './sites/secret-makers.ts'
import { secretIn } from './sites/secrets.ts'
import type { ReadSecret } from './sites/secrets.ts'

/** What a check wants to know of a document beyond its sites. */
export interface CloserLook {
  readonly secrets: readonly ReadSecret[]
  readonly made: readonly MadeSecret[]
  /** For each of the document's resources, in their order. */
  readonly misplaced: readonly (readonly MisplacedList[])[]
  /** For each of the document's resources, paths of images that the kubelet does not fetch. */
  readonly neverPulled: readonly (readonly string[])[]
}

const NOTHING: CloserLook = { secrets: [], made: [], misplaced: [], neverPulled: [] }

/** Parses a document once more that was read. */
export function lookCloser({ source, span, resources }: ReadDocument): CloserLook {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    source.bytes.subarray(span.start, span.end),
  )
  const syntax = parseSyntax(text)
  if ('what' in syntax) return NOTHING
  const nodes = syntax.roots.flatMap(root => resourceNodes(syntax, root))
  return {
    secrets: nodes.flatMap(node => secretIn(syntax, node) ?? []),
    made: nodes.flatMap(node => madeSecret(node) ?? []),
    misplaced: resources.map((resource, at) => {
      const node = nodes[at]
      return node === undefined ? [] : misplacedLists(syntax, node, resource)
    }),
    neverPulled: nodes.map(neverPulled),
  }
}

function resourceNodes(syntax: Syntax, root: SyntaxNode) {
  return [...resourcesIn(syntax, root, () => undefined)]
}
