import type { CheckResult } from '../../check/check-result.ts'
import type { Severity } from '../../check/finding.ts'
import type { CheckReportOptions } from './options.ts'
import { Places } from '../places.ts'
import { summarizeCheck } from './summary.ts'
import { sentenceOfRemark, sentenceOfUnseen } from './cluster-notes.ts'
import { sentenceIn } from './finding-text.ts'
import { commandOfProblem, workflowCommand } from '../workflow-command.ts'
import type { Sort } from '../workflow-command.ts'
import { joinLines } from '../wording.ts'

const SORTS: readonly (readonly [severity: Severity, sort: Sort])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['note', 'notice'],
]

/**
 * Workflow commands, which GitHub shows as annotations in a pull request. Problems come first, then errors, warnings
 * and notes, because GitHub shows at most ten of a type per step. The last line is not a command, but a summary for
 * the log.
 */
export function renderCheckGithub(
  result: CheckResult,
  { isQuiet }: Pick<CheckReportOptions, 'isQuiet'>,
): string {
  const { check, problems, sources, cluster } = result
  const places = new Places(sources)
  const errors = problems.map(problem => commandOfProblem(problem, 'check', places))
  const found = SORTS.filter(([severity]) => !isQuiet || severity !== 'note').flatMap(([severity, sort]) =>
    check.findings
      .filter(finding => finding.severity === severity)
      .map(finding => workflowCommand(sort, 'check', places, finding.place, sentenceIn(finding, cluster))),
  )
  const unseen = (cluster?.unseen ?? []).map(one =>
    workflowCommand('warning', 'check', places, undefined, `not checked: ${sentenceOfUnseen(one)}`),
  )
  const remarks = (isQuiet ? [] : (cluster?.remarks ?? [])).map(one =>
    workflowCommand('notice', 'check', places, undefined, sentenceOfRemark(one)),
  )
  const lines = [...errors, ...found, ...remarks, ...unseen]
  const isSilent = isQuiet && lines.length === 0
  return joinLines([...lines, ...(isSilent ? [] : [summarizeCheck(result)])])
}
