import { groupBy } from '../../text/group-by.ts'
import type { Diagnostic, LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { Kinds } from '../../kinds/kinds.ts'
import type { Edit } from '../../manifest/edit.ts'
import { readBy, readSource } from '../../manifest/read-document.ts'
import type { DocumentFilter } from '../../manifest/read-document.ts'
import { searchWithEscapes } from '../../manifest/search/hidden-text.ts'
import { searchForKinds } from '../../manifest/search/search.ts'
import { cutDocuments } from '../../manifest/stream.ts'
import type { Outcome, Transformation } from '../outcome.ts'
import { readInNamespace } from './apply-namespace.ts'
import { problemAt, resourcesOf } from '../scope.ts'

/** A pull secret that injected workloads in one namespace use. */
export interface NeededSecret {
  readonly name: string
  /** Absent if the manifests have none. */
  readonly namespace?: string
  /** The hosts of the images that need it. */
  readonly hosts: readonly string[]
  /** The source of the first of these workloads. */
  readonly source: string
  /** 1-based. */
  readonly document: number
  /** 1-based line of the source. */
  readonly line: number
}

/**
 * The pull secrets that a transformation added, each once for a namespace. `hosts` covers all workloads that need the
 * secret, including those that listed it before. The place is that of the first workload.
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

/** A needed pull secret, with its manifest in YAML and JSON. Each text ends with a line break. */
export interface WrittenSecret {
  readonly needed: NeededSecret
  readonly yaml: string
  readonly json: string
}

const filterSecrets: DocumentFilter = ({ bytes }) => {
  const kinds = searchWithEscapes(all => searchForKinds(all, ['Secret']))(bytes)
  return ({ start, end }) => kinds.isWithin(start, end)
}

/**
 * Diagnostics for Secrets of the input with the name and namespace of a needed one. `namespace` is the namespace of
 * resources without one, if it is known.
 */
export async function existingSecrets(
  { sources }: Transformation,
  needed: readonly NeededSecret[],
  namespace?: string,
): Promise<readonly LocatedDiagnostic[]> {
  const wanted = new Set(needed.map(({ name, namespace: own = '' }) => `${own}/${name}`))
  const read = readInNamespace(readBy(new Kinds()), namespace)
  const found = await Promise.all(
    sources.map(source => readSource({ name: source.name, bytes: source.before }, filterSecrets, read)),
  )
  return resourcesOf(found.flatMap(({ documents }) => documents)).flatMap(scoped => {
    const { identity, line } = scoped.resource
    const isExisting =
      identity.group === '' &&
      identity.kind === 'Secret' &&
      wanted.has(`${identity.namespace ?? ''}/${identity.name}`)
    const diagnostic: Diagnostic = {
      code: 'secret-in-input',
      line,
      what: 'the Secret is in the input already',
      remedy: 'leave out --with-secret, or that Secret',
    }
    return isExisting ? [problemAt(scoped, diagnostic)] : []
  })
}

/** Inserts each pull secret before the document with the first workload that needs it. */
export function insertSecrets(
  transformation: Transformation,
  secrets: readonly WrittenSecret[],
): Transformation {
  const bySource = new Map(groupBy(secrets, ({ needed }) => needed.source))
  const sources = transformation.sources.map(source => {
    const own = bySource.get(source.name) ?? []
    if (own.length === 0) return source
    // Where several sources have the same name, the first one gets the secrets.
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
// YAML in flow style does not match: kubectl reads a stream that begins with a JSON value as JSON to its end.
const JSON_START = /^\s*(?:\[|\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:\s*["{[\dtfn-]))/

function inFrontOf(bytes: Uint8Array, start: number, { yaml, json }: WrittenSecret): Edit {
  const head = Buffer.from(bytes.subarray(start, start + 4096)).toString()
  const markLength = head.startsWith('\uFEFF') ? Buffer.byteLength('\uFEFF') : 0
  const offset = start + markLength
  const text = head.slice(markLength === 0 ? 0 : 1)
  if (JSON_START.test(text)) return { offset, remove: 0, text: json }
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const lines = yaml.replaceAll('\n', eol)
  const isMarked = text.startsWith(MARKER)
  return { offset, remove: 0, text: isMarked ? MARKER + eol + lines : lines + MARKER + eol }
}
