import { UsageError } from '../../text/user-error.ts'
import type { DocumentTransform } from '../../inject/document-transform.ts'
import { StreamTransform } from '../../inject/transform-stream.ts'
import type { StreamPart } from '../../inject/transform-stream.ts'
import { PieceWriter } from '../../io/output.ts'
import { problemOf } from '../../io/input.ts'
import type { UnreadSource } from '../../io/input.ts'
import { streamSource } from '../../io/sources.ts'
import { isEmpty } from '../../manifest/stream.ts'
import { Places } from '../../report/places.ts'
import { addTallies, tallyOf } from '../../report/transform/summary.ts'
import { renderEnd, renderPart } from '../../report/transform/text.ts'
import { errorLine, noticeLine } from './errors.ts'
import { painterFor, usesColor } from './context.ts'
import type { CommandContext } from './context.ts'
import { nothingIn } from './inputs.ts'
import { levelOf } from './report-delivery.ts'
import type { ReportValues } from './report-delivery.ts'

/** Brings a transformed stream to stdout and its report to stderr, document by document, and gives the exit code. */
export async function deliverStream(
  inputs: readonly UnreadSource[],
  transform: DocumentTransform,
  values: ReportValues,
  context: CommandContext,
): Promise<number> {
  const [place, ...others] = inputs
  if (place === undefined || others.length > 0)
    throw new UsageError('--stream takes one input: a file, or standard input')
  const options = { level: levelOf(values), color: usesColor('stderr', context) }
  const paint = painterFor('stderr', context)
  const output = new PieceWriter(context.stdout, 'standard output')
  const places = new Places([place])
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
  let isNothing = true
  const stream = new StreamTransform(transform, place.name)
  try {
    for await (const chunk of streamSource(place)) {
      isNothing &&= isEmpty(chunk)
      const part = await stream.push(chunk)
      if (part !== undefined && !(await deliver(part))) return 2
    }
  } catch (error) {
    const { input, what, remedy } = problemOf(place.name, error)
    context.stderr.write(errorLine(`${input}: ${what}; ${remedy}`, paint))
    return 2
  }
  if (!(await deliver(await stream.end()))) return 2
  if (isNothing && !values.quiet)
    context.stderr.write(noticeLine({ severity: 'warning', message: nothingIn(inputs) }, paint))
  context.stderr.write(renderEnd([], tally, places, options))
  return 0
}
