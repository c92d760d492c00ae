import { Kinds } from '../kinds/kinds.ts'
import type { LocatedDiagnostic } from './diagnostic.ts'
import { searchWithEscapes } from './search/hidden-text.ts'
import { problemOfSource, problemsOf, readBy, SelectedDocuments } from './read-document.ts'
import type { DocumentPlace, ReadPlace } from './read-document.ts'
import type { Identity } from './resource.ts'
import { searchFor, viewOf } from './search/search.ts'
import type { Source } from './source.ts'
import { contentStart, countLines, cutDocuments, isEmpty } from './stream.ts'

/**
 * Whether an input contains a Kubernetes resource: `found`; `no-document`: no document at all; `empty-list`: only lists
 * without items, which `kubectl get` prints when it finds nothing; `others`: only documents that are not resources.
 */
export type Presence =
  | { readonly kind: 'found' }
  | { readonly kind: 'no-document' }
  | { readonly kind: 'empty-list' }
  /** `first`: the problem of the first document. */
  | { readonly kind: 'others'; readonly first: LocatedDiagnostic }

export const NO_DOCUMENT: Presence = { kind: 'no-document' }
const FOUND: Presence = { kind: 'found' }

const RANKS: Readonly<Record<Presence['kind'], number>> = {
  found: 3,
  others: 2,
  'empty-list': 1,
  'no-document': 0,
}

/** The presence in two parts of one input. `one` precedes `other`. */
export function eitherPresence(one: Presence, other: Presence): Presence {
  return RANKS[other.kind] > RANKS[one.kind] ? other : one
}

/**
 * Whether it has the fields that every object of the API needs: `apiVersion` and `kind` (apimachinery
 * `unstructured.go`, `detector`).
 */
export function isResource({ version, kind }: Identity): boolean {
  return version !== '' && kind !== ''
}

/**
 * Looks for the first Kubernetes resource. Parses only documents that contain the word `apiVersion`: a large file of
 * another kind then costs only a search. `linesBefore`: of a stream, the number of lines before the sources.
 */
export async function lookForResource(sources: readonly Source[], linesBefore = 0): Promise<Presence> {
  const read = readBy(new Kinds())
  let presence = NO_DOCUMENT
  for (const source of sources) {
    const problem = problemOfSource(source)
    const found =
      problem === undefined
        ? await lookInSource(source, read, linesBefore)
        : ({ kind: 'others', first: problem } as const)
    if (found.kind === 'found') return found
    presence = eitherPresence(presence, found)
  }
  return presence
}

async function lookInSource(source: Source, read: ReadPlace, linesBefore: number): Promise<Presence> {
  const mayBeResource = searchForVersion(source.bytes)
  let presence = NO_DOCUMENT
  const add = (first: LocatedDiagnostic | undefined): void => {
    presence = eitherPresence(
      presence,
      first === undefined ? { kind: 'empty-list' } : { kind: 'others', first },
    )
  }
  for (const place of new SelectedDocuments(source, () => true, cutDocuments(source.bytes), linesBefore)) {
    const { start, end } = place.span
    if (!mayBeResource.isWithin(start, end)) {
      if (presence.kind !== 'others' && !isEmpty(viewOf(source.bytes, start, end))) add(notAResource(place))
      continue
    }
    const document = await read(place)
    if (document.resources.some(({ identity }) => isResource(identity))) return FOUND
    const [problem] = problemsOf(document)
    add(problem ?? (document.resources.length > 0 ? notAResource(place) : undefined))
  }
  return presence
}

const searchForVersion = searchWithEscapes(bytes => searchFor(bytes, ['apiVersion']))

function notAResource({ source, span, lines }: DocumentPlace): LocatedDiagnostic {
  const bytes = viewOf(source.bytes, span.start, span.end)
  return {
    code: 'not-a-resource',
    source: source.name,
    document: span.index,
    line: 1 + lines.linesBefore(span.start) + countLines(bytes, 0, contentStart(bytes)),
    what: 'this is not a Kubernetes resource, which has an apiVersion and a kind',
    remedy: 'check that this is the right input',
  }
}
