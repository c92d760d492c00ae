import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { Kinds } from '../kinds/kinds.ts'
import type { Edit } from '../manifest/edit.ts'
import { readBy, readSource } from '../manifest/read.ts'
import type { Watch } from '../manifest/read.ts'
import { seeingThrough } from '../manifest/hidden-text.ts'
import { searchFor } from '../manifest/search.ts'
import { cutDocuments } from '../manifest/stream.ts'
import type { Outcome, Transformation } from './outcome.ts'
import { problemAt, resourcesOf } from './scope.ts'

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
  /** 1-based line of the source. */
  readonly line: number
}

/**
 * The pull secrets that a transformation brought in, each once for a namespace: for all of its workloads that need it,
 * those among them that listed it already, and in front of the first.
 */
export function neededSecrets({ outcomes }: Transformation): readonly NeededSecret[] {
  const injected = new Set(
    outcomes.flatMap(outcome => outcome.changes.map(({ name }) => keyOf(outcome, name))),
  )
  const needed = new Map<string, NeededSecret>()
  for (const outcome of outcomes) {
    for (const { name, registries } of outcome.needs) {
      const key = keyOf(outcome, name)
      if (injected.has(key)) needed.set(key, joinNeeds(needed.get(key), outcome, name, registries))
    }
  }
  return [...needed.values()]
}

function keyOf({ identity }: Outcome, name: string): string {
  return `${identity.namespace ?? ''}/${name}`
}

function joinNeeds(
  before: NeededSecret | undefined,
  { identity, source, document, line }: Outcome,
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
    line,
  }
  return { ...first, hosts: [...new Set([...first.hosts, ...registries])] }
}

/** A needed pull secret with its manifest in both notations, each with a line end at its end. */
export interface WrittenSecret {
  readonly needed: NeededSecret
  readonly yaml: string
  readonly json: string
}

/** The Secrets of the input itself that bear the name of a needed one, in its namespace. */
export async function existingSecrets(
  { sources }: Transformation,
  { name, namespace }: NeededSecret,
): Promise<readonly LocatedDiagnostic[]> {
  const watch: Watch = ({ bytes }) => {
    const [kinds, names] = ['Secret', name].map(text => seeingThrough(all => searchFor(all, [text]))(bytes))
    return ({ start, end }) => kinds?.isWithin(start, end) === true && names?.isWithin(start, end) === true
  }
  const read = readBy(new Kinds())
  const found = await Promise.all(
    sources.map(source => readSource({ name: source.name, bytes: source.before }, watch, read)),
  )
  return resourcesOf(found.flatMap(({ documents }) => documents)).flatMap(scoped => {
    const { identity, line } = scoped.resource
    const isRival =
      identity.group === '' &&
      identity.kind === 'Secret' &&
      identity.name === name &&
      identity.namespace === namespace
    const obstacle: Diagnostic = {
      code: 'secret-in-input',
      line,
      what: 'it stands in the input already',
      remedy: 'leave out --with-secret, or that Secret',
    }
    return isRival ? [problemAt(scoped, obstacle)] : []
  })
}

/** Puts each pull secret in front of the document with the first workload that needs it. */
export function insertSecrets(
  transformation: Transformation,
  secrets: readonly WrittenSecret[],
): Transformation {
  const names = transformation.sources.map(({ name }) => name)
  const sources = transformation.sources.map((source, at) => {
    const own =
      names.indexOf(source.name) === at ? secrets.filter(({ needed }) => needed.source === source.name) : []
    if (own.length === 0) return source
    const spans = [...cutDocuments(source.before)]
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
