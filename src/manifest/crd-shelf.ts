import { kindsInCrd } from '../kinds/from-crd.ts'
import { IMAGE_KEY, SECRET_KEY } from '../kinds/image-keys.ts'
import { REGISTRY_KEYS } from '../kinds/places-in-schema.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { isRecord } from '../text/json-record.ts'
import { scanFast } from './fast-reader.ts'
import { Unsupported } from './fast-reader/nodes.ts'
import { CRD_KIND, crdDocuments } from './crd-documents.ts'
import type { CrdDocument } from './crd-documents.ts'
import type { Identity } from './resource.ts'
import { searchForKinds } from './search.ts'
import { firstBehind } from './sites/unplaced-images.ts'
import { resourcesIn } from './sites/resources.ts'
import type { Source } from './source.ts'
import { membersInForce } from './syntax/node.ts'
import type { Extent, Syntax, SyntaxNode } from './syntax/node.ts'

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

/** What all CRDs of some sources say. */
export async function kindsInSources(sources: readonly Source[]): Promise<readonly WorkloadKind[]> {
  const rows: WorkloadKind[] = []
  for (const document of sources.flatMap(crdDocuments)) rows.push(...(await kindsInDocument(document)))
  return rows
}

/** A document that cannot be read teaches nothing. Its own reading reports why. */
async function kindsInDocument({ source, bytes }: CrdDocument): Promise<readonly WorkloadKind[]> {
  const crds = crdsByFastReader(bytes) ?? (await crdsByTree(bytes))
  return crds.flatMap(crd => (isRecord(crd) ? kindsInCrd(crd, source.name) : []))
}

function crdsByFastReader(bytes: Buffer): readonly unknown[] | undefined {
  try {
    const syntax = scanFast(bytes)
    return syntax === undefined ? undefined : crdsIn(syntax, tellingPartsOf(bytes))
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

function crdsIn(syntax: Syntax, isTelling: IsTelling = () => true): readonly unknown[] {
  const found = syntax.roots.flatMap(root => [...resourcesIn(syntax, root, () => undefined)])
  return found.flatMap(({ identity, node }) =>
    identity.group === GROUP && identity.kind === CRD_KIND ? [withoutProse(node, isTelling)] : [],
  )
}

/** Whether a part of a document can say anything of places. */
type IsTelling = (part: Extent) => boolean

/** Images and pull secrets are told by keys, and openness by a mark. A key may hide behind escapes. */
const TELLING_TEXT = /mage|ullsecret|x-kubernetes-(?:preserve|embedded)|\\[ux]/gi

/** Most of a large schema is about other things, which its bytes tell at once. */
function tellingPartsOf(bytes: Buffer): IsTelling {
  const places = Array.from(bytes.toString('latin1').matchAll(TELLING_TEXT), ({ index }) => index)
  return ({ start, end }) => (places[firstBehind(places, start)] ?? end) < end
}

/**
 * A node as plain data, each scalar as its text: without what says nothing of places, above all descriptions, which are
 * most of a CRD and stand on lines of any number.
 */
function withoutProse(node: SyntaxNode, isTelling: IsTelling, isSchema = false): unknown {
  if (node.type === 'scalar') return node.text
  if (node.type === 'sequence')
    return node.items.flatMap(({ node: item }) =>
      item.type === 'scalar' ? [] : withoutProse(item, isTelling, isSchema),
    )
  const plain: Record<string, unknown> = Object.create(null)
  const { members } = node
  const inForce = members.some(({ isMerge }) => isMerge)
    ? membersInForce(node).map(({ member }) => member)
    : members
  for (const { key, value } of inForce) {
    const isAbout = IMAGE_KEY.test(key) || SECRET_KEY.test(key)
    const isMute =
      value.type === 'scalar'
        ? !TELLING_SCALARS.has(key)
        : isSchema && !isAbout && !TELLING_FIELDS.has(key) && !isTelling(value)
    if (!isMute)
      plain[key] = withoutProse(value, isTelling, (isSchema || key === 'openAPIV3Schema') && !isAbout)
  }
  return plain
}

/** The keys of a CRD whose scalars matter here. */
const TELLING_SCALARS: ReadonlySet<string> = new Set([
  'group',
  'kind',
  'name',
  'type',
  'version',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-preserve-unknown-fields',
])

/** What matters beside an image or a pull secret, and does not say so itself. */
const TELLING_FIELDS: ReadonlySet<string> = new Set([
  ...REGISTRY_KEYS,
  'containers',
  'serviceAccount',
  'serviceAccountName',
])
