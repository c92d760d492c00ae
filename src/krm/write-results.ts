import type { Edit } from '../manifest/edit.ts'
import { dashStyleNear, gapBehind } from '../manifest/syntax/layout.ts'
import { endsInBlockScalar } from '../manifest/syntax/node.ts'
import type { Member } from '../manifest/syntax/node.ts'
import { printableJson } from '../report/printable.ts'
import { isRecord } from '../text/json-record.ts'
import { standingResults } from './resource-list.ts'
import type { ResourceList } from './resource-list.ts'
import type { KrmResult } from './results.ts'

/**
 * The edit that gives a ResourceList its results, in bytes of the input: in place of those that stand, else behind its
 * last key, in the style of the list. None where there is nothing to say and nothing stands.
 */
export function writeResults(list: ResourceList, results: readonly KrmResult[]): Edit | undefined {
  const standing = standingResults(list)
  if (results.length === 0 && standing === undefined) return undefined
  const edit = list.root.flow ? flowEdit(list, results, standing) : blockEdit(list, results, standing)
  const { text } = list.syntax
  const bytesOf = (start: number, end: number): number => Buffer.byteLength(text.slice(start, end))
  return {
    offset: list.start + bytesOf(0, edit.offset),
    remove: bytesOf(edit.offset, edit.offset + edit.remove),
    text: edit.text,
  }
}

function flowEdit(
  { syntax: { text, lines }, root: { members } }: ResourceList,
  results: readonly KrmResult[],
  standing: Member | undefined,
): Edit {
  const [last, previous] = [members.at(-1), members.at(-2)]
  if (last === undefined || previous === undefined)
    throw new Error('a ResourceList has a kind and an apiVersion')
  const between = text.slice(previous.end, last.start)
  const isSpread = /[\r\n]/.test(between)
  const pair = `"results": ${printableJson(results, isSpread ? 2 : undefined)}`
  const eol = lines.eolNear(last.start)
  const indented = pair.replaceAll('\n', eol + ' '.repeat(lines.column(last.start)))
  const written = isSpread ? indented : pair
  if (standing !== undefined)
    return { offset: standing.start, remove: standing.end - standing.start, text: written }
  // A comment between two keys is of no use behind the last.
  const separator = between.includes('#') ? ', ' : between
  return { offset: last.end, remove: 0, text: (separator || ',') + written }
}

function blockEdit(list: ResourceList, results: readonly KrmResult[], standing: Member | undefined): Edit {
  const { root, syntax } = list
  const { lines, text } = syntax
  const eol = lines.eolNear(root.start)
  const indent = ' '.repeat(lines.column(root.start))
  const { indent: dashIndent } = dashStyleNear(syntax, root)
  const entries = results.flatMap(result => entryLines(result, indent + ' '.repeat(dashIndent)))
  const own = results.length === 0 ? ['results: []'] : ['results:', ...entries]
  const written = own.join(eol)
  if (standing !== undefined) {
    const { start, end } = standing
    const isWhole = /[\r\n]$/.test(text.slice(start, end))
    return { offset: start, remove: end - start, text: written + (isWhole ? eol : '') }
  }
  // Lines behind a block scalar may be of it.
  if (endsInBlockScalar(root) && (root.end < text.length || !/[\r\n]$/.test(text.slice(0, root.end))))
    return { offset: root.start, remove: 0, text: written + eol + indent }
  if (endsInBlockScalar(root)) return { offset: root.end, remove: 0, text: indent + written + eol }
  const { offset, lead, trail } = gapBehind(syntax, root.end)
  return { offset, remove: 0, text: lead + indent + written + trail }
}

/** A result as an entry of a list in block style. */
function entryLines(result: KrmResult, indent: string): readonly string[] {
  const [first = '', ...rest] = recordLines(result, `${indent}  `)
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

function recordLines(record: object, indent: string): readonly string[] {
  return Object.entries(record).flatMap(([key, value]) =>
    isRecord(value)
      ? [`${indent}${key}:`, ...recordLines(value, `${indent}  `)]
      : [`${indent}${key}: ${typeof value === 'string' ? scalar(value) : String(value)}`],
  )
}

/** What every YAML reader takes for a text. */
const PLAIN = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[A-Za-z][\w./-]*$/i

function scalar(text: string): string {
  return PLAIN.test(text) ? text : printableJson(text)
}
