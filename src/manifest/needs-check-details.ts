import { isInSecretVolume } from './list-keys.ts'
import type { ReadDocument } from './read-document.ts'
import { viewOf } from './search/search.ts'

/** Kinds of Secrets, and of resources that Secrets are generated from. */
const KINDS =
  /Secret|^(?:AcrPullBinding|ACRAccessToken|ClusterGenerator|OnePasswordItem|(?:Cluster|Generating)?Policy|(?:OCI|Helm|Image)Repository|Kustomization|)$/
/** Parts of keys of lists of pull secrets, and of keys written by mistake. */
const LIST_TEXT =
  /[pP]ull[-_]?[sS]|[sS]ecretNames?\b|[iI]mages?[-_]?[sS]ecrets?|[rR]egistry[-_]?[sS]ecrets?\b/g
const NEVER_PULLED = /ullPolicy["']?\s*:\s*["']?Never/

/**
 * Whether `check` must read the details of a document: a Secret or a generator of one, an image that is never pulled,
 * or more keys of pull secrets than its sites have.
 */
export function needsCheckDetails({ source, span, resources }: ReadDocument): boolean {
  if (resources.some(({ identity }) => KINDS.test(identity.kind))) return true
  const text = viewOf(source.bytes).toString('latin1', span.start, span.end)
  const isAccount = resources.some(({ role }) => role === 'service-account')
  if ((isAccount && /\bsecrets\b/.test(text)) || NEVER_PULLED.test(text)) return true
  // Other resources have no list in a wrong place.
  if (!isAccount && resources.every(({ role }) => role !== 'workload')) return false
  const lists = resources.flatMap(({ sites }) => sites).filter(({ list }) => list.form !== 'absent')
  if (lists.some(({ list }) => list.form === 'empty') && text.includes('#{')) return true
  return countListTexts(text) > lists.length
}

function countListTexts(text: string): number {
  let count = 0
  for (const { index } of text.matchAll(LIST_TEXT)) if (!isInSecretVolume(text, index)) count += 1
  return count
}
