import type { Transformation } from '../inject/outcome.ts'
import { PieceWriter, writeStream } from '../io/output.ts'
import { applyEdits } from '../manifest/edit.ts'
import { joinSources } from '../manifest/join.ts'
import { CallError, usesColor } from './command.ts'
import type { AcrContext } from './command.ts'
import { deliverReport, formatOf } from './report-delivery.ts'
import type { ReportFlags } from './report-delivery.ts'

export interface DeliveryFlags extends ReportFlags {
  readonly inPlace: boolean
}

/** Throws CallError where flags exclude each other. */
export function checkDelivery({ inPlace, check, diff, quiet, verbose, report }: DeliveryFlags): void {
  if (inPlace && (check || diff))
    throw new CallError(`--in-place cannot be used with ${check ? '--check' : '--diff'}`)
  if (quiet && verbose) throw new CallError('only one of -q and -v can be specified')
  formatOf(report)
}

/** Brings a transformation where the flags say, shows the report, and gives the exit code. */
export async function deliver(t: Transformation, flags: DeliveryFlags, context: AcrContext): Promise<number> {
  const isFit = t.problems.length === 0
  if (isFit) await deliverResult(t, flags, context)
  await deliverReport(t, flags, context)
  if (!isFit) return 2
  return (flags.check || flags.diff) && t.sources.some(({ edits }) => edits.length > 0) ? 1 : 0
}

async function deliverResult(t: Transformation, flags: DeliveryFlags, context: AcrContext): Promise<void> {
  if (flags.diff) {
    const { renderDiff } = await import('../report/diff.ts')
    await writeStream(
      context.stdout,
      'standard output',
      renderDiff(t, { color: usesColor('stdout', context) }),
    )
  } else if (flags.inPlace) {
    const { rewriteFiles } = await import('../io/rewrite.ts')
    const changed = t.sources.flatMap(({ path, ...source }) =>
      path === undefined || source.edits.length === 0 ? [] : [{ path, ...source }],
    )
    await context.holdSignals(isStopped => rewriteFiles(changed, isStopped))
  } else if (!flags.check) {
    const pieces = joinSources(t.sources.map(({ before, edits }) => applyEdits(before, edits)))
    await new PieceWriter(context.stdout, 'standard output').write(pieces)
  }
}
