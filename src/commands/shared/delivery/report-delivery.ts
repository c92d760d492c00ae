import type { EffectiveSettings } from '../../../configuration/effective-settings.ts'
import { resolve } from 'node:path'
import type { Transformation } from '../../../inject/outcome.ts'
import { reserveFile, writeNewFile } from '../../../io/output/output.ts'
import type { LocatedDiagnostic } from '../../../manifest/diagnostic.ts'
import { REPORT_FORMATS, renderReport } from '../../../report/transform/report.ts'
import type { ReportFormat, ReportOptions } from '../../../report/transform/report.ts'
import type { Fix } from '../../../report/transform/gate.ts'
import { ABOUT } from '../about.ts'
import { noticeLine, noticeOf } from '../terminal/notice.ts'
import { painterFor, usesColor } from '../context.ts'
import type { CommandContext } from '../context.ts'
import { choiceFlagOr, flagGroup, textFlag, switchFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'
import type { ReadInputs } from '../input/inputs.ts'

export const reportFlags = flagGroup('Report', {
  quiet: switchFlag('-q, --quiet', 'report errors only'),
  verbose: switchFlag('-v, --verbose', 'also report unchanged resources, and why they are unchanged'),
  report: choiceFlagOr('text', '--report', REPORT_FORMATS, 'format of the report on stderr (default text)'),
  reportFile: textFlag(
    '--report-file',
    'write the report to `FILE` in the format of --report; stderr gets text',
  ),
})

export const reportRules: readonly FlagRule[] = [
  { flags: ['--quiet'], excludes: ['--verbose'], message: 'only one of -q and -v can be specified' },
]

export type ReportValues = ValuesOf<typeof reportFlags>

export function levelOf({ quiet, verbose }: ReportValues): ReportOptions['level'] {
  return quiet ? 'quiet' : verbose ? 'verbose' : 'normal'
}

/** Makes sure that the report can be written to its file, before any other output. Throws OutputError. */
export async function reserveReport(
  { places }: ReadInputs,
  { reportFile }: ReportValues,
  { cwd }: CommandContext,
): Promise<void> {
  if (reportFile === undefined) return
  await reserveFile(
    resolve(cwd, reportFile),
    reportFile,
    places.flatMap(({ path }) => path ?? []),
  )
}

/** With `-v`, prints the name of the configuration file. */
export function reportConfigurationFile(
  { file }: EffectiveSettings,
  { verbose, report, reportFile }: ReportValues,
  context: CommandContext,
): void {
  if (file === undefined || !verbose || (report !== 'text' && reportFile === undefined)) return
  const note = { severity: 'note', message: `configuration: ${file}` } as const
  context.stderr.write(noticeLine(note, painterFor('stderr', context)))
}

export interface Delivery {
  readonly values: ReportValues
  /** The command that makes the reported changes; absent if they were made. */
  readonly fix?: Fix
  /** Whether a diff shows the changes. A text report then does not list them as errors. */
  readonly isShown: boolean
  /** A warning about the inputs as a whole. */
  readonly warning?: LocatedDiagnostic
}

/** Prints the report on stderr, and writes it to a file if the flags name one. */
export async function deliverReport(
  t: Transformation,
  inputs: ReadInputs,
  { values, fix, isShown, warning }: Delivery,
  context: CommandContext,
): Promise<void> {
  const { reportFile, report, quiet, verbose } = values
  const options = {
    level: levelOf(values),
    isDryRun: fix !== undefined,
    areSeveral: inputs.places.length > 1,
    isIndented: context.isTerminal.stderr,
    tool: ABOUT,
    now: context.now(),
  }
  const optionsOf = (format: ReportFormat, color: boolean): ReportOptions => ({
    ...options,
    format,
    color,
    ...(fix === undefined || (format === 'text' && isShown) ? {} : { fix }),
  })
  const color = usesColor('stderr', context)
  const isText = report === 'text' || reportFile !== undefined
  if (isText && !quiet && warning !== undefined)
    context.stderr.write(noticeLine(noticeOf(warning, inputs.places), painterFor('stderr', context)))
  if (reportFile === undefined) {
    context.stderr.write(await renderReport(t, optionsOf(report, color)))
    return
  }
  context.stderr.write(await renderReport(t, optionsOf('text', color)))
  const kept = await renderReport(t, {
    ...optionsOf(report, false),
    level: verbose ? 'verbose' : 'normal',
    isIndented: false,
  })
  await writeNewFile(resolve(context.cwd, reportFile), reportFile, kept)
}
