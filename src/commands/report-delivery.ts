import { resolve } from 'node:path'
import type { Transformation } from '../inject/outcome.ts'
import type { Source } from '../manifest/source.ts'
import { isEmpty } from '../manifest/stream.ts'
import { reserveFile, writeNewFile } from '../io/output.ts'
import { renderReport } from '../report/report.ts'
import type { ReportOptions } from '../report/report.ts'
import { REPORT_FORMATS } from './choices.ts'
import { usesColor, warningLine } from './command.ts'
import type { AcrContext } from './command.ts'
import { nothingIn } from './inputs.ts'
import { choose } from './values.ts'

export interface ReportFlags {
  readonly check: boolean
  readonly diff: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly report: string
  readonly reportFile: string | undefined
}

export function formatOf(report: string): ReportOptions['format'] {
  return choose('--report', report, REPORT_FORMATS)
}

export function levelOf({ quiet, verbose }: ReportFlags): ReportOptions['level'] {
  return quiet ? 'quiet' : verbose ? 'verbose' : 'normal'
}

/** Throws OutputError if the report cannot be kept, while nothing has been written yet. */
export async function reserveReport(
  sources: readonly Source[],
  { reportFile }: ReportFlags,
  { cwd }: AcrContext,
): Promise<void> {
  if (reportFile === undefined) return
  await reserveFile(
    resolve(cwd, reportFile),
    reportFile,
    sources.flatMap(({ path }) => path ?? []),
  )
}

/** Shows the report on stderr, and keeps it where the flags say. */
export async function deliverReport(
  t: Transformation,
  flags: ReportFlags,
  context: AcrContext,
): Promise<void> {
  const level = levelOf(flags)
  const format = formatOf(flags.report)
  const color = usesColor('stderr', context)
  const isDryRun = flags.check || flags.diff
  const isText = format === 'text' || flags.reportFile !== undefined
  if (isText && !flags.quiet && t.sources.every(({ before }) => isEmpty(before)))
    context.stderr.write(warningLine(nothingIn(t.sources)))
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
