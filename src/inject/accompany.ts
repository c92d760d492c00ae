import type { Edit } from '../manifest/edit.ts'
import { cutDocuments } from '../manifest/stream.ts'
import type { Outcome, Transformation } from './outcome.ts'

/** A pull secret that injected workloads of one namespace refer to. */
export interface NeededSecret {
  readonly name: string
  /** Absent where the manifests give none. */
  readonly namespace?: string
  /** Hosts of the images that it is for. */
  readonly hosts: readonly string[]
  /** Where the first of the workloads stands. */
  readonly source: string
  /** 1-based. */
  readonly document: number
}

/** The pull secrets that a transformation brought in, each once for a namespace, in the order of the first need. */
export function neededSecrets({ outcomes }: Transformation): readonly NeededSecret[] {
  const needed = new Map<string, NeededSecret>()
  for (const outcome of outcomes.filter(({ status }) => status === 'injected')) {
    for (const { name, registries } of outcome.changes) {
      if (registries.length === 0) continue
      const key = `${outcome.identity.namespace ?? ''}/${name}`
      needed.set(key, joinNeeds(needed.get(key), outcome, name, registries))
    }
  }
  return [...needed.values()]
}

function joinNeeds(
  before: NeededSecret | undefined,
  { identity, source, document }: Outcome,
  name: string,
  registries: readonly string[],
): NeededSecret {
  const { namespace } = identity
  const first = before ?? {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    hosts: [],
    source,
    document,
  }
  return { ...first, hosts: [...new Set([...first.hosts, ...registries])] }
}

/** A needed pull secret with its manifest in both notations, each with a line end at its end. */
export interface WrittenSecret {
  readonly needed: NeededSecret
  readonly yaml: string
  readonly json: string
}

/** Puts each pull secret in front of the document with the first workload that needs it. */
export function accompany(transformation: Transformation, secrets: readonly WrittenSecret[]): Transformation {
  const sources = transformation.sources.map(source => {
    const own = secrets.filter(({ needed }) => needed.source === source.name)
    if (own.length === 0) return source
    const spans = cutDocuments(source.before)
    const edits = own.flatMap(secret => {
      const span = spans[secret.needed.document - 1]
      return span === undefined ? [] : [inFrontOf(source.before, span.start, secret)]
    })
    return {
      ...source,
      edits: [...edits, ...source.edits].toSorted((one, other) => one.offset - other.offset),
    }
  })
  return { ...transformation, sources }
}

const MARKER = '---'

function inFrontOf(bytes: Uint8Array, start: number, { yaml, json }: WrittenSecret): Edit {
  const head = Buffer.from(bytes.subarray(start, start + 4096)).toString()
  const mark = head.startsWith('\uFEFF') ? Buffer.byteLength('\uFEFF') : 0
  const offset = start + mark
  const text = head.slice(mark === 0 ? 0 : 1)
  if (/^\s*[{[]/.test(text)) return { offset, remove: 0, text: json }
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const lines = yaml.replaceAll('\n', eol)
  const isMarked = text.startsWith(MARKER)
  return { offset, remove: 0, text: isMarked ? MARKER + eol + lines : lines + MARKER + eol }
}
