import { kindsInCrd } from '../kinds/from-crd.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { isRecord } from '../text/json-record.ts'
import { scanFast } from './fast-reader.ts'
import { CRD_KIND, crdDocuments } from './crd-documents.ts'
import type { CrdDocument } from './crd-documents.ts'
import type { Identity } from './resource.ts'
import { resourcesIn } from './sites/resources.ts'
import type { Source } from './source.ts'
import { plainValue } from './syntax/plain-value.ts'
import type { Syntax } from './syntax/node.ts'

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
      if (!document.bytes.includes(kind)) continue
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
  const syntax = scanFast(bytes) ?? (await parseWhole(bytes))
  if (syntax === undefined) return []
  const found = syntax.roots.flatMap(root => [...resourcesIn(syntax, root, () => undefined)])
  return found.flatMap(({ identity, node }) => {
    const crd = identity.group === GROUP && identity.kind === CRD_KIND ? plainValue(node) : undefined
    return isRecord(crd) ? kindsInCrd(crd, source.name) : []
  })
}

async function parseWhole(bytes: Buffer): Promise<Syntax | undefined> {
  const { parseSyntax } = await import('./syntax/parse.ts')
  const syntax = parseSyntax(bytes.toString())
  return 'what' in syntax ? undefined : syntax
}
