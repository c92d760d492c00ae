import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { readWithCrds } from '../manifest/read-with-crds.ts'
import type { ReadDocument } from '../manifest/read.ts'
import type { Source } from '../manifest/source.ts'
import type { DocumentTransform } from './document-transform.ts'
import { SourceEdits } from './edits.ts'
import { Input } from './input.ts'
import type { Outcome, Transformation } from './outcome.ts'
import { inOrder, resourcesOf } from './scope.ts'

/**
 * Transforms whole sources. Pure: whether to write is the caller's decision. `unread`: documents that did not need to be
 * kept.
 */
export async function transformSources(
  sources: readonly Source[],
  transform: DocumentTransform,
  unread = 0,
): Promise<Transformation> {
  const input = await Input.open(
    sources,
    transform.watches,
    readWithCrds({ ...transform, sources: [...sources, ...transform.crds] }),
  )
  transform.accounts.learn(resourcesOf(input.accounts))
  const edits = new SourceEdits(sources)
  const outcomes: Outcome[] = []
  const problems: LocatedDiagnostic[] = []
  const add = (documents: readonly ReadDocument[]): void => {
    const settled = transform.settle(documents)
    edits.add(settled.edits)
    for (const outcome of settled.outcomes) outcomes.push(outcome)
    for (const problem of settled.problems) problems.push(problem)
  }
  const held: ReadDocument[] = []
  await input.readEach(document => (transform.needsAll ? held.push(document) : add([document])))
  add(held)
  return {
    verb: transform.verb,
    sources: edits.transformed(),
    outcomes,
    problems: inOrder(sources, [...input.problems, ...problems]),
    unread: unread + input.unread,
  }
}
