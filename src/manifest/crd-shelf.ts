import { kindsInCrd } from '../kinds/from-crd.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { isRecord } from '../text/json-record.ts'
import { scanFast } from './fast-reader.ts'
import { Unsupported } from './fast-reader/nodes.ts'
import { CRD_KIND, crdDocuments } from './crd-documents.ts'
import type { CrdDocument } from './crd-documents.ts'
import type { Identity } from './resource.ts'
import { searchForKinds } from './search.ts'
import { resourcesIn } from './sites/resources.ts'
import type { Source } from './source.ts'
import { membersInForce } from './syntax/node.ts'
import type { Syntax, SyntaxNode } from './syntax/node.ts'

const GROUP = 'apiextensions.k8s.io'
/** The CRDs of some sources, each of which is parsed when one of its kinds is asked for. */
export class CrdShelf {
  readonly #sources: readonly Source[]
  readonly #documents: CrdDocument[] = []
  readonly #parsed = new Map<CrdDocument, readonly WorkloadKind[]>()
  #searched = 0

  /** More sources may come to be among them later. */
  constructor(sources: readonly Source[]) {
    this.#sources = sources
  }

  /** What they say of a kind in all its versions; of several the last counts. */
  async rowsFor({ group, kind }: Identity): Promise<readonly WorkloadKind[]> {
    for (; this.#searched < this.#sources.length; this.#searched += 1) {
      const source = this.#sources[this.#searched]
      if (source !== undefined) this.#documents.push(...crdDocuments(source))
    }
    const rows: WorkloadKind[] = []
    for (const document of this.#documents) {
      if (!searchForKinds(document.bytes, [kind]).isWithin(0, document.bytes.length)) continue
      const parsed = this.#parsed.get(document) ?? (await kindsInDocument(document))
      this.#parsed.set(document, parsed)
      rows.push(...parsed.filter(row => row.group === group && row.kind === kind))
    }
    return rows
  }
}

/** What all CRDs of some sources say. */
export async function kindsInSources(sources: readonly Source[]): Promise<readonly WorkloadKind[]> {
  const rows: WorkloadKind[] = []
  for (const document of sources.flatMap(crdDocuments)) rows.push(...(await kindsInDocument(document)))
  return rows
}

/** A document that cannot be read says nothing here: whoever applies it is told why. */
async function kindsInDocument({ source, bytes }: CrdDocument): Promise<readonly WorkloadKind[]> {
  const crds = crdsByFastReader(bytes) ?? (await crdsByTree(bytes))
  return crds.flatMap(crd => (isRecord(crd) ? kindsInCrd(crd, source.name) : []))
}

function crdsByFastReader(bytes: Buffer): readonly unknown[] | undefined {
  try {
    const syntax = scanFast(bytes)
    return syntax === undefined ? undefined : crdsIn(syntax)
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

async function crdsByTree(bytes: Buffer): Promise<readonly unknown[]> {
  const { parseSyntax } = await import('./parse.ts')
  const syntax = parseSyntax(bytes.toString())
  return syntax.kind === 'fault' ? [] : crdsIn(syntax)
}

function crdsIn(syntax: Syntax): readonly unknown[] {
  const found = syntax.roots.flatMap(root => [...resourcesIn(syntax, root, () => undefined)])
  return found.flatMap(({ identity, node }) =>
    identity.group === GROUP && identity.kind === CRD_KIND ? [withoutProse(node)] : [],
  )
}

/** A node as plain data, each scalar as its text, without descriptions, which are most of a CRD and on lines of any number. */
function withoutProse(node: SyntaxNode): unknown {
  if (node.type === 'scalar') return node.text
  if (node.type === 'sequence') return node.items.map(item => withoutProse(item.node))
  return Object.fromEntries(
    membersInForce(node).flatMap(({ member: { key, value } }) =>
      value.type === 'scalar' && PROSE.has(key) ? [] : [[key, withoutProse(value)] as const],
    ),
  )
}

const PROSE: ReadonlySet<string> = new Set(['description', 'message', 'rule'])
