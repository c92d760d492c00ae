import { UsageError } from '../../../text/user-error.ts'
import type { DocumentTransform } from '../../../inject/transform/document-transform.ts'
import { StreamTransform } from '../../../inject/transform/transform-stream.ts'
import type { StreamPart } from '../../../inject/transform/transform-stream.ts'
import { PieceWriter } from '../../../io/output/output.ts'
import { problemOf } from '../../../io/input.ts'
import type { UnreadSource } from '../../../io/input.ts'
import { streamSource } from '../../../io/sources/sources.ts'
import type { Collected } from '../../../io/sources/sources.ts'
import type { LocatedDiagnostic } from '../../../manifest/diagnostic.ts'
import { Places, problemLine } from '../../../report/places.ts'
import { addTallies, tallyOf } from '../../../report/transform/summary.ts'
import { renderEnd, renderPart } from '../../../report/transform/text.ts'
import { noticeLine, noticeOf } from '../terminal/notice.ts'
import { painterFor, usesColor } from '../context.ts'
import type { CommandContext } from '../context.ts'
import { inputDiagnostics, noResourcesProblem } from '../input/inputs.ts'
import { levelOf } from './report-delivery.ts'
import type { ReportValues } from './report-delivery.ts'

/** Writes a transformed stream to stdout and its report to stderr, document by document, and returns the exit code. */
export async function deliverStream(
  { found, problems: missing }: Collected<UnreadSource>,
  transform: DocumentTransform,
  values: ReportValues & { readonly allowEmpty: boolean; readonly isStrict: boolean },
  context: CommandContext,
): Promise<number> {
  const options = { level: levelOf(values), color: usesColor('stderr', context) }
  const paint = painterFor('stderr', context)
  const places = new Places(found)
  const report = (problem: LocatedDiagnostic): boolean =>
    context.stderr.write(`${problemLine(problem, places, paint)}\n`)
  if (missing.length > 0) {
    for (const problem of inputDiagnostics(missing)) report(problem)
    return 2
  }
  const [place, ...others] = found
  if (place === undefined || others.length > 0)
    throw new UsageError('--stream takes one input: a file, or standard input')
  const output = new PieceWriter(context.stdout, 'standard output')
  const { verb } = transform
  let tally = tallyOf({ verb, outcomes: [], problems: [], unread: 0 })
  const deliver = async (part: StreamPart): Promise<boolean> => {
    tally = addTallies(tally, tallyOf({ verb, ...part }))
    await output.write(part.pieces)
    context.stderr.write(renderPart(part.outcomes, places, options))
    if (part.problems.length > 0) context.stderr.write(renderEnd(part.problems, tally, places, options))
    return part.problems.length === 0
  }
  await context.heap.limitGrowth()
  const stream = new StreamTransform(transform, place.name)
  try {
    for await (const chunk of streamSource(place)) {
      const part = await stream.push(chunk)
      if (part !== undefined && !(await deliver(part))) return 2
    }
  } catch (error) {
    for (const problem of inputDiagnostics([problemOf(place.name, error)])) report(problem)
    return 2
  }
  if (!(await deliver(await stream.end()))) return 2
  const empty = values.allowEmpty ? undefined : noResourcesProblem(stream.presence, found)
  const isRefused = empty?.problem.code === 'not-a-resource' && values.isStrict
  if (empty !== undefined && isRefused) report(empty.problem)
  else if (empty !== undefined && !values.quiet)
    context.stderr.write(noticeLine(noticeOf(empty.problem, found), paint))
  context.stderr.write(renderEnd([], tally, places, options))
  return isRefused ? 2 : 0
}
