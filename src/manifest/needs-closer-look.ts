import type { ReadDocument } from './read.ts'
import { viewOf } from './search.ts'

const KINDS: readonly string[] = ['Secret', 'SealedSecret', 'ExternalSecret', 'AcrPullBinding']
const LIST_TEXT = 'imagePullSecrets'
const NEVER_PULLED = /ullPolicy["']?\s*:\s*["']?Never/

/** Whether a document holds a Secret or what makes one, an image that is not fetched, or names more lists of pull secrets than its
 * sites have. */
export function needsCloserLook({ source, span, resources }: ReadDocument): boolean {
  if (resources.some(({ identity }) => KINDS.includes(identity.kind))) return true
  const lists = resources.flatMap(({ sites }) => sites).filter(({ list }) => list.form !== 'absent')
  const text = viewOf(source.bytes).toString('latin1', span.start, span.end)
  return NEVER_PULLED.test(text) || text.split(LIST_TEXT).length - 1 > lists.length
}
