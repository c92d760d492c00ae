import type { ReadDocument } from './read-document.ts'
import { parseSyntax } from './parse-syntax.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'
import type { ImageUse, Site } from './site.ts'
import { artifactSites } from './sites/artifact-sources.ts'
import { kustomizedImages } from './sites/kustomized-images.ts'
import { misplacedLists } from './sites/misplaced-lists.ts'
import type { MisplacedList } from './sites/misplaced-lists.ts'
import { neverPulled } from './sites/never-pulled.ts'
import { resourcesIn } from './sites/resources.ts'
import type { TokenGenerator } from './sites/external-secret.ts'
import type { GeneratedSecret } from './sites/generated-secret.ts'
import { generatedSecrets, tokenGeneratorIn } from './sites/secret-generators.ts'
import { secretIn } from './sites/secret-fields.ts'
import type { ReadSecret } from './sites/secret-fields.ts'

/** What `check` needs to know about a document beyond its sites. */
export interface CheckDetails {
  readonly secrets: readonly ReadSecret[]
  readonly generated: readonly LocatedGeneratedSecret[]
  readonly generators: readonly TokenGenerator[]
  /** For each resource of the document, in order. */
  readonly misplaced: readonly (readonly MisplacedList[])[]
  /** For each resource, the artifacts that its controller pulls. */
  readonly artifacts: readonly (readonly Site[])[]
  /** For each resource, the images that a kustomization sets when it is built. */
  readonly kustomized: readonly (readonly ImageUse[])[]
  /** For each resource, paths of images with the pull policy `Never`. */
  readonly neverPulled: readonly (readonly string[])[]
}

export interface LocatedGeneratedSecret extends GeneratedSecret {
  /** 1-based line within the document's text, of the resource that the Secret is generated from. */
  readonly line: number
}

const NOTHING: CheckDetails = {
  secrets: [],
  generated: [],
  generators: [],
  misplaced: [],
  artifacts: [],
  kustomized: [],
  neverPulled: [],
}

/** Parses a document again. Only few documents need these details. */
export function readCheckDetails({ source, span, resources }: ReadDocument): CheckDetails {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    source.bytes.subarray(span.start, span.end),
  )
  const syntax = parseSyntax(text)
  if (syntax.kind === 'fault') return NOTHING
  const nodes = syntax.roots.flatMap(root => resourceNodes(syntax, root))
  return {
    secrets: nodes.flatMap(node => secretIn(syntax, node) ?? []),
    generated: nodes.flatMap(resource =>
      generatedSecrets(resource).map(generated => ({
        ...generated,
        line: syntax.lines.number(resource.node.start),
      })),
    ),
    generators: nodes.flatMap(resource => tokenGeneratorIn(resource) ?? []),
    misplaced: resources.map((resource, at) => {
      const node = nodes[at]
      return node === undefined ? [] : misplacedLists(syntax, node, resource)
    }),
    artifacts: nodes.map(node => artifactSites(syntax, node)),
    kustomized: nodes.map(node => kustomizedImages(syntax, node)),
    neverPulled: nodes.map(neverPulled),
  }
}

function resourceNodes(syntax: Syntax, root: SyntaxNode) {
  return [...resourcesIn(syntax, root, () => undefined)]
}
