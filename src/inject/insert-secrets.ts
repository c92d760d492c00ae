import type { Diagnostic, LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { Kinds } from '../kinds/kinds.ts'
import type { Edit } from '../manifest/edit.ts'
import { readBy, readSource } from '../manifest/read.ts'
import type { Watch } from '../manifest/read.ts'
import { searchWithEscapes } from '../manifest/hidden-text.ts'
import { searchForKinds } from '../manifest/search.ts'
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
  const needed = new Map<
    string,
    { readonly first: Outcome; readonly name: string; readonly hosts: Set<string> }
  >()
  for (const outcome of outcomes) {
    for (const { name, registries } of outcome.needs) {
      const key = keyOf(outcome, name)
      if (!injected.has(key)) continue
      const need = needed.get(key) ?? { first: outcome, name, hosts: new Set<string>() }
      needed.set(key, need)
      for (const host of registries) need.hosts.add(host)
    }
  }
  return [...needed.values()].map(({ first, name, hosts }) => {
    const { identity, source, document, line } = first
    const { namespace } = identity
    return {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      hosts: [...hosts],
      source,
      document,
      line,
    }
  })
}

function keyOf({ identity }: Outcome, name: string): string {
  return `${identity.namespace ?? ''}/${name}`
}

/** A needed pull secret with its manifest in both notations, each with a line end at its end. */
export interface WrittenSecret {
  readonly needed: NeededSecret
  readonly yaml: string
  readonly json: string
}

const watchSecrets: Watch = ({ bytes }) => {
  const kinds = searchWithEscapes(all => searchForKinds(all, ['Secret']))(bytes)
  return ({ start, end }) => kinds.isWithin(start, end)
}

/** The Secrets of the input itself that bear the name of a needed one, in its namespace. */
export async function existingSecrets(
  { sources }: Transformation,
  needed: readonly NeededSecret[],
): Promise<readonly LocatedDiagnostic[]> {
  const wanted = new Set(needed.map(({ name, namespace }) => `${namespace ?? ''}/${name}`))
  const read = readBy(new Kinds())
  const found = await Promise.all(
    sources.map(source => readSource({ name: source.name, bytes: source.before }, watchSecrets, read)),
  )
  return resourcesOf(found.flatMap(({ documents }) => documents)).flatMap(scoped => {
    const { identity, line } = scoped.resource
    const isRival =
      identity.group === '' &&
      identity.kind === 'Secret' &&
      wanted.has(`${identity.namespace ?? ''}/${identity.name}`)
    const obstacle: Diagnostic = {
      code: 'secret-in-input',
      line,
      what: 'the Secret is in the input already',
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
  const bySource = new Map<string, WrittenSecret[]>()
  for (const secret of secrets) {
    const { source } = secret.needed
    const own = bySource.get(source)
    if (own === undefined) bySource.set(source, [secret])
    else own.push(secret)
  }
  const sources = transformation.sources.map(source => {
    const own = bySource.get(source.name) ?? []
    if (own.length === 0) return source
    // Of sources with the same name, the first one.
    bySource.delete(source.name)
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
  const addedSecrets = secrets.map(({ needed: { name, namespace, hosts, source, document } }) => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    registries: hosts,
    source,
    document,
  }))
  return { ...transformation, sources, addedSecrets }
}

const MARKER = '---'
// Not the flow style of YAML: kubectl reads a stream that begins with a value in JSON as JSON to its end.
const JSON_START = /^\s*(?:\[|\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:\s*["{[\dtfn-]))/

function inFrontOf(bytes: Uint8Array, start: number, { yaml, json }: WrittenSecret): Edit {
  const head = Buffer.from(bytes.subarray(start, start + 4096)).toString()
  const mark = head.startsWith('\uFEFF') ? Buffer.byteLength('\uFEFF') : 0
  const offset = start + mark
  const text = head.slice(mark === 0 ? 0 : 1)
  if (JSON_START.test(text)) return { offset, remove: 0, text: json }
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const lines = yaml.replaceAll('\n', eol)
  const isMarked = text.startsWith(MARKER)
  return { offset, remove: 0, text: isMarked ? MARKER + eol + lines : lines + MARKER + eol }
}
