import { sortDiagnostics } from '../../manifest/diagnostic.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { readWithCrds } from '../../manifest/crds/read-with-crds.ts'
import type { ReadDocument } from '../../manifest/read-document.ts'
import type { Source } from '../../manifest/source.ts'
import type { DocumentTransform } from './document-transform.ts'
import { readInNamespace } from './apply-namespace.ts'
import { SourceEdits } from './source-edits.ts'
import { Input } from './transform-input.ts'
import type { Outcome, Transformation } from '../outcome.ts'
import { resourcesOf } from '../scope.ts'

/**
 * Transforms whole sources. Writes nothing: the caller decides about that. `unread` is the number of documents that
 * were skipped before.
 */
export async function transformSources(
  sources: readonly Source[],
  transform: DocumentTransform,
  unread = 0,
): Promise<Transformation> {
  const input = await Input.open(
    sources,
    transform.filters,
    readInNamespace(
      readWithCrds({ ...transform, sources: [...sources, ...transform.crds] }),
      transform.namespace,
    ),
  )
  transform.accounts.learn(resourcesOf(input.accounts))
  const edits = new SourceEdits(sources)
  const outcomes: Outcome[] = []
  const problems: LocatedDiagnostic[] = []
  const add = (documents: readonly ReadDocument[]): void => {
    const result = transform.transformDocuments(documents)
    edits.add(result.edits)
    for (const outcome of result.outcomes) outcomes.push(outcome)
    for (const problem of result.problems) problems.push(problem)
  }
  const pending: ReadDocument[] = []
  const take = (document: ReadDocument): void => {
    if (transform.needsAll) pending.push(document)
    else add([document])
  }
  await input.readEach(document => {
    const looked = transform.inspect?.(document)
    return looked instanceof Promise ? looked.then(() => take(document)) : take(document)
  })
  add(pending)
  return {
    verb: transform.verb,
    sources: edits.transformed(),
    outcomes,
    problems: sortDiagnostics(sources, [...input.problems, ...problems]),
    unread: unread + input.unread,
  }
}
