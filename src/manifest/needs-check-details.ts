import type { ReadDocument } from './read.ts'
import { viewOf } from './search.ts'

/** Kinds of Secrets, and of what makes some. */
const KINDS =
  /Secret|^(?:AcrPullBinding|ACRAccessToken|ClusterGenerator|OnePasswordItem|ClusterPolicy|Policy|(?:OCI|Helm|Image)Repository|Kustomization|)$/
/** The key of a list, and what is written for it by mistake. */
const LIST_TEXT =
  /\b\w*[pP]ull[-_]?[sS]\w*|\b(?:\w*[sS]ecretNames?|\w*[iI]mages?[-_]?[sS]ecrets?\w*|\w*[rR]egistry[-_]?[sS]ecrets?)\b/g
const NEVER_PULLED = /ullPolicy["']?\s*:\s*["']?Never/

/** Whether a document holds a Secret or what makes one, an image that is not fetched, or names more lists of pull secrets than its
 * sites have. */
export function needsCloserLook({ source, span, resources }: ReadDocument): boolean {
  if (resources.some(({ identity }) => KINDS.test(identity.kind))) return true
  const lists = resources.flatMap(({ sites }) => sites).filter(({ list }) => list.form !== 'absent')
  const text = viewOf(source.bytes).toString('latin1', span.start, span.end)
  const isAnyMounted = resources.some(({ role }) => role === 'service-account') && /\bsecrets\b/.test(text)
  return isAnyMounted || NEVER_PULLED.test(text) || (text.match(LIST_TEXT)?.length ?? 0) > lists.length
}
