import { printable } from './printable.ts'
import { repositoryPath } from './wording.ts'

export type Sort = 'error' | 'warning' | 'notice'

/** A workflow command of GitHub without line end: an annotation of one line, at its file if it has one. Escapes as in actions/toolkit `command.ts`. */
export function workflowCommand(
  sort: Sort,
  verb: string,
  place: { readonly source: string; readonly line: number; readonly isFile: boolean } | undefined,
  message: string,
): string {
  const title = `title=${escapeProperty(`kubectl acr ${verb}`)}`
  if (place === undefined) return `::${sort} ${title}::${escapeMessage(message)}`
  const { source, line, isFile } = place
  if (!isFile) return `::${sort} ${title}::${escapeMessage(`${source}:${line}: ${message}`)}`
  const file = escapeProperty(repositoryPath(source))
  return `::${sort} file=${file},line=${line},${title}::${escapeMessage(message)}`
}

function escapeMessage(text: string): string {
  return printable(text).replaceAll('%', '%25')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
