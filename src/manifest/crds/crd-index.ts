import { kindsInCrd } from '../../kinds/from-crd.ts'
import { IMAGE_KEY, SECRET_KEY } from '../../kinds/image-keys.ts'
import { REGISTRY_KEYS } from '../../kinds/places-in-schema.ts'
import type { WorkloadKind } from '../../kinds/workload-kind.ts'
import { isRecord } from '../../text/json-record.ts'
import { lowerBound } from '../../text/lower-bound.ts'
import { scanFast } from '../fast-reader.ts'
import { Unsupported } from '../fast-reader/tape-nodes.ts'
import { CRD_KIND, crdDocuments } from './crd-documents.ts'
import type { CrdDocument } from './crd-documents.ts'
import type { Identity } from '../resource.ts'
import { searchForKinds } from '../search/search.ts'
import { resourcesIn } from '../sites/resources.ts'
import type { Source } from '../source.ts'
import { effectiveMembers } from '../syntax/node.ts'
import type { Extent, Syntax, SyntaxNode } from '../syntax/node.ts'

const GROUP = 'apiextensions.k8s.io'
/** The CRDs of some sources. A CRD is parsed when one of its kinds is looked up. */
export class CrdIndex {
  readonly #sources: readonly Source[]
  readonly #documents: CrdDocument[] = []
  readonly #parsed = new Map<CrdDocument, readonly WorkloadKind[]>()
  #searched = 0

  /** Sources may be added to the list later. */
  constructor(sources: readonly Source[]) {
    this.#sources = sources
  }

  /** The rows for a kind in all its versions. Where several CRDs describe it, the last one wins. */
  async rowsFor({ group, kind }: Identity): Promise<readonly WorkloadKind[]> {
    for (; this.#searched < this.#sources.length; this.#searched += 1) {
      const source = this.#sources[this.#searched]
      if (source !== undefined) this.#documents.push(...crdDocuments(source))
    }
    const rows: WorkloadKind[] = []
    for (const document of this.#documents) {
      let parsed = this.#parsed.get(document)
      if (parsed === undefined) {
        if (!searchForKinds(document.bytes, [kind]).isWithin(0, document.bytes.length)) continue
        parsed = await kindsInDocument(document)
        this.#parsed.set(document, parsed)
      }
      rows.push(...parsed.filter(row => row.group === group && row.kind === kind))
    }
    return rows
  }
}

/** The rows of all CRDs in some sources. */
export async function kindsInSources(sources: readonly Source[]): Promise<readonly WorkloadKind[]> {
  const rows: WorkloadKind[] = []
  for (const document of sources.flatMap(crdDocuments)) rows.push(...(await kindsInDocument(document)))
  return rows
}

/** A document that cannot be read gives no rows. Its problems are reported when it is read itself. */
async function kindsInDocument({ source, bytes }: CrdDocument): Promise<readonly WorkloadKind[]> {
  const crds = crdsByFastReader(bytes) ?? (await crdsByTree(bytes))
  return crds.flatMap(crd => (isRecord(crd) ? kindsInCrd(crd, source.name) : []))
}

function crdsByFastReader(bytes: Buffer): readonly unknown[] | undefined {
  try {
    const syntax = scanFast(bytes)
    return syntax === undefined ? undefined : crdsIn(syntax, relevantPartsOf(bytes))
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

async function crdsByTree(bytes: Buffer): Promise<readonly unknown[]> {
  const { parseSyntax } = await import('../parse-syntax.ts')
  const syntax = parseSyntax(bytes.toString())
  return syntax.kind === 'fault' ? [] : crdsIn(syntax)
}

function crdsIn(syntax: Syntax, isRelevant: IsRelevant = () => true): readonly unknown[] {
  const found = syntax.roots.flatMap(root => [...resourcesIn(syntax, root, () => undefined)])
  return found.flatMap(({ identity, node }) =>
    identity.group === GROUP && identity.kind === CRD_KIND ? [withoutDescriptions(node, isRelevant)] : [],
  )
}

/** Whether a part of a document can name images or pull secrets. */
type IsRelevant = (part: Extent) => boolean

/**
 * Text that a relevant part of a schema must contain: a key of images or pull secrets, or an extension that allows any
 * field. Escapes may hide a key.
 */
const RELEVANT_TEXT = /mage|ullsecret|x-kubernetes-(?:preserve|embedded)|\\[ux]/gi

/** Most of a large schema is irrelevant here. A search in its bytes finds the rest without parsing. */
function relevantPartsOf(bytes: Buffer): IsRelevant {
  const places = Array.from(bytes.toString('latin1').matchAll(RELEVANT_TEXT), ({ index }) => index)
  return ({ start, end }) => (places[lowerBound(places, start)] ?? end) < end
}

/**
 * Converts a node to plain data, with each scalar as a string. Leaves out whatever cannot name a place, above all
 * descriptions, which are most of a CRD.
 */
function withoutDescriptions(node: SyntaxNode, isRelevant: IsRelevant, isSchema = false): unknown {
  if (node.type === 'scalar') return node.text
  if (node.type === 'sequence')
    return node.items.flatMap(({ node: item }) =>
      item.type === 'scalar' ? [] : withoutDescriptions(item, isRelevant, isSchema),
    )
  const plain: Record<string, unknown> = Object.create(null)
  const { members } = node
  const effective = members.some(({ isMerge }) => isMerge)
    ? effectiveMembers(node).map(({ member }) => member)
    : members
  for (const { key, value } of effective) {
    const isAbout = IMAGE_KEY.test(key) || SECRET_KEY.test(key)
    const isIrrelevant =
      value.type === 'scalar'
        ? !RELEVANT_SCALARS.has(key)
        : isSchema && !isAbout && !RELEVANT_FIELDS.has(key) && !isRelevant(value)
    if (!isIrrelevant)
      plain[key] = withoutDescriptions(value, isRelevant, (isSchema || key === 'openAPIV3Schema') && !isAbout)
  }
  return plain
}

/** The keys of a CRD whose scalars are needed. */
const RELEVANT_SCALARS: ReadonlySet<string> = new Set([
  'group',
  'kind',
  'name',
  'type',
  'version',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-preserve-unknown-fields',
])

/** Fields that are needed beside a field of images or pull secrets. */
const RELEVANT_FIELDS: ReadonlySet<string> = new Set([
  ...REGISTRY_KEYS,
  'containers',
  'serviceAccount',
  'serviceAccountName',
])
