import type { ReadDocument } from './read-document.ts'
import { viewOf } from './search.ts'

/** Kinds of Secrets, and of resources that Secrets are generated from. */
const KINDS =
  /Secret|^(?:AcrPullBinding|ACRAccessToken|ClusterGenerator|OnePasswordItem|ClusterPolicy|Policy|(?:OCI|Helm|Image)Repository|Kustomization|)$/
/** Keys of lists of pull secrets, and keys written by mistake. */
const LIST_TEXT =
  /\b\w*[pP]ull[-_]?[sS]\w*|\b(?:\w*[sS]ecretNames?|\w*[iI]mages?[-_]?[sS]ecrets?\w*|\w*[rR]egistry[-_]?[sS]ecrets?)\b/g
const NEVER_PULLED = /ullPolicy["']?\s*:\s*["']?Never/

/**
 * Whether `check` must read the details of a document: a Secret or a generator of one, an image that is never pulled,
 * or more keys of pull secrets than its sites have.
 */
export function needsCheckDetails({ source, span, resources }: ReadDocument): boolean {
  if (resources.some(({ identity }) => KINDS.test(identity.kind))) return true
  const lists = resources.flatMap(({ sites }) => sites).filter(({ list }) => list.form !== 'absent')
  const text = viewOf(source.bytes).toString('latin1', span.start, span.end)
  const isAnyMounted = resources.some(({ role }) => role === 'service-account') && /\bsecrets\b/.test(text)
  return isAnyMounted || NEVER_PULLED.test(text) || (text.match(LIST_TEXT)?.length ?? 0) > lists.length
}
