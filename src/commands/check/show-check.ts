import type { CheckResult } from '../../check/check-result.ts'
import { writeStream } from '../../io/output/output.ts'
import type { CheckFormat } from '../../report/check/options.ts'
import { ABOUT } from '../shared/about.ts'
import { columnsOf, painterFor, usesColor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import type { CheckRun } from './run-check.ts'

const FOR_PEOPLE: readonly CheckFormat[] = ['table', 'wide']

/** How the result is shown. */
interface ShowOptions {
  readonly output: CheckFormat
  readonly quiet: boolean
  readonly failOn: 'warning' | 'error'
}

/** Prints the result on stdout, and a note for people on stderr. */
export async function showCheck(
  { result, note }: CheckRun,
  options: ShowOptions,
  context: CommandContext,
): Promise<void> {
  await show(result, options, context)
  if (note !== undefined && !options.quiet && FOR_PEOPLE.includes(options.output))
    context.stderr.write(noticeLine({ severity: 'note', message: note }, painterFor('stderr', context)))
}

/**
 * Prints the result. With unreadable inputs people get only the problems, on stderr; programs get them in the result.
 */
async function show(
  result: CheckResult,
  { output: format, quiet: isQuiet, failOn }: ShowOptions,
  context: CommandContext,
): Promise<void> {
  const { renderCheck, renderProblems } = await import('../../report/check/report.ts')
  if (result.problems.length > 0 && FOR_PEOPLE.includes(format)) {
    context.stderr.write(renderProblems(result, usesColor('stderr', context)))
    return
  }
  // Output for programs is not wrapped.
  const columns = context.isTerminal.stdout ? (columnsOf('stdout', context) ?? 80) : undefined
  const options = {
    isQuiet,
    ...(columns === undefined ? {} : { columns }),
    color: usesColor('stdout', context),
    isIndented: context.isTerminal.stdout,
    failOn,
    tool: ABOUT,
    now: context.now(),
  }
  await writeStream(context.stdout, 'standard output', renderCheck(result, format, options))
}
