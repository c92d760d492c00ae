import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { sentenceOfProblem } from './places.ts'
import type { Places } from './places.ts'
import { printable } from './printable.ts'
import { repositoryPath } from './wording.ts'

export type Sort = 'error' | 'warning' | 'notice'

/**
 * A workflow command of GitHub, without a line break: an annotation of one line, at a file if there is one. Escapes
 * as actions/toolkit `command.ts` does.
 */
export function workflowCommand(
  sort: Sort,
  verb: string,
  places: Places,
  place: { readonly source: string; readonly line?: number } | undefined,
  message: string,
): string {
  const title = `title=${escapeProperty(`kubectl acr ${verb}`)}`
  if (place === undefined) return `::${sort} ${title}::${escapeMessage(message)}`
  const { source, line } = place
  if (!places.isFile(source))
    return `::${sort} ${title}::${escapeMessage(`${places.of(source, line)}: ${message}`)}`
  const file = escapeProperty(repositoryPath(source))
  const at = line === undefined ? '' : `line=${line},`
  return `::${sort} file=${file},${at}${title}::${escapeMessage(message)}`
}

/** The annotation of a problem with an input. */
export function commandOfProblem(problem: LocatedDiagnostic, verb: string, places: Places): string {
  return workflowCommand('error', verb, places, problem, sentenceOfProblem(problem, places))
}

function escapeMessage(text: string): string {
  return printable(text).replaceAll('%', '%25')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
