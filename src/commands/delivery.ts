import { resolve } from 'node:path'
import type { Transformation } from '../inject/outcome.ts'
import { replaceFiles, writeNewFile, writeStream } from '../io/output.ts'
import { applyEdits } from '../manifest/edit.ts'
import { joinSources } from '../manifest/join.ts'
import { renderReport } from '../report/report.ts'
import { choose } from './values.ts'
import { CallError, usesColor } from './command.ts'
import type { AcrContext } from './command.ts'

const FORMATS = ['text', 'json', 'sarif', 'github'] as const

export interface DeliveryFlags {
  readonly inPlace: boolean
  readonly check: boolean
  readonly diff: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly report: string
  readonly reportFile: string | undefined
}

/** Throws CallError where flags exclude each other. */
export function checkDelivery({ inPlace, check, diff, quiet, verbose, report }: DeliveryFlags): void {
  if (inPlace && (check || diff))
    throw new CallError(`--in-place cannot be used with ${check ? '--check' : '--diff'}`)
  if (quiet && verbose) throw new CallError('only one of -q and -v can be specified')
  choose('--report', report, FORMATS)
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
    const changed = t.sources.filter(({ edits }) => edits.length > 0)
    await replaceFiles(
      changed.flatMap(({ path, name, before, edits }) =>
        path === undefined ? [] : [{ path, name, pieces: applyEdits(before, edits) }],
      ),
    )
  } else if (!flags.check) {
    const pieces = joinSources(t.sources.map(({ before, edits }) => applyEdits(before, edits)))
    await writeStream(context.stdout, 'standard output', Buffer.concat(pieces))
  }
}

async function deliverReport(t: Transformation, flags: DeliveryFlags, context: AcrContext): Promise<void> {
  const level = flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal'
  const format = choose('--report', flags.report, FORMATS)
  const color = usesColor('stderr', context)
  const isDryRun = flags.check || flags.diff
  if (flags.reportFile === undefined) {
    context.stderr.write(renderReport(t, { format, level, color, isDryRun }))
    return
  }
  context.stderr.write(renderReport(t, { format: 'text', level, color, isDryRun }))
  const kept = renderReport(t, {
    format,
    level: flags.verbose ? 'verbose' : 'normal',
    color: false,
    isDryRun,
  })
  await writeNewFile(resolve(context.cwd, flags.reportFile), flags.reportFile, kept)
}
