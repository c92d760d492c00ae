import { Kinds } from '../kinds/kinds.ts'
import { readBy, readSource } from './read.ts'
import type { Source } from './source.ts'
import { isEmpty } from './stream.ts'

/** Bytes. A longer source is never an empty list, and is not read. */
const LONGEST = 2 ** 16

/**
 * Whether sources contain no resource, so that `kubectl apply` says `no objects passed to apply`: nothing at all, or
 * lists without items, as `kubectl get` prints them. A document that cannot be read counts as a resource.
 */
export async function holdNoResources(sources: readonly Source[]): Promise<boolean> {
  if (sources.some(({ bytes }) => bytes.length > LONGEST && !isEmpty(bytes))) return false
  const read = readBy(new Kinds())
  for (const source of sources) {
    if (isEmpty(source.bytes)) continue
    const { documents, problems } = await readSource(source, () => () => true, read)
    if (problems.length > 0 || documents.some(({ resources }) => resources.length > 0)) return false
  }
  return true
}
