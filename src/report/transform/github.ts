import { inputsOf } from '../../inject/outcome.ts'
import type { Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { Places } from '../places.ts'
import { pendingChanges, sentenceOfChange } from './gate.ts'
import { summarize, tallyOf } from './summary.ts'
import type { TextOptions } from './text.ts'
import { commandOfProblem, workflowCommand } from '../workflow-command.ts'
import type { Sort } from '../workflow-command.ts'
import { describeChanges, isChanged, joinLines } from '../wording.ts'

/**
 * Renders workflow commands, which GitHub shows as annotations of a pull request: problems, then warnings, then a
 * notice at each changed resource. In a dry run, an error at each image that needs a change instead. GitHub shows at
 * most ten annotations of a kind for each step. The last line is a summary for the log, not a command. Each message is
 * complete, since the log does not show titles.
 */
export function renderGithub(
  transformation: Transformation,
  { level, isDryRun, fix }: Pick<TextOptions, 'level' | 'isDryRun' | 'fix'>,
): string {
  const { verb, outcomes, problems } = transformation
  const places = new Places(inputsOf(transformation))
  const command = (sort: Sort, source: string, line: number, message: string): string =>
    workflowCommand(sort, verb, places, { source, line }, message)

  const pending = fix === undefined ? [] : pendingChanges(transformation)
  const errors = [
    ...problems.map(problem => commandOfProblem(problem, verb, places)),
    ...pending.map(change => command('error', change.source, change.line, sentenceOfChange(change, fix))),
  ]
  if (level === 'quiet') return joinLines(errors)

  const warnings = outcomes.flatMap(outcome =>
    outcome.warnings.map(({ line, message }) =>
      command('warning', outcome.source, line, `${nameResource(outcome.identity)}: ${message}`),
    ),
  )
  const changed = problems.length > 0 || fix !== undefined ? [] : outcomes.filter(isChanged)
  const notices = changed.map(outcome => {
    const message = `${nameResource(outcome.identity)}: ${describeChanges(outcome).join(', ')}`
    return command('notice', outcome.source, outcome.line, message)
  })
  return joinLines([...errors, ...warnings, ...notices, summarize(tallyOf(transformation), isDryRun)])
}
