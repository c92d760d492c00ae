import type { Edit } from '../manifest/edit.ts'
import { dashStyleNear, gapAfter } from '../manifest/syntax/layout.ts'
import { endsInBlockScalar } from '../manifest/syntax/node.ts'
import type { Member } from '../manifest/syntax/node.ts'
import { printableJson } from '../report/printable.ts'
import { isRecord } from '../text/json-record.ts'
import { existingResults } from './resource-list.ts'
import type { ResourceList } from './resource-list.ts'
import type { KrmResult } from './results.ts'

/**
 * The edit that writes results into a ResourceList, in the style of the list. It replaces existing results, or adds
 * the key at the end. Offset and length are bytes of the input. `undefined` if there are neither new nor existing
 * results.
 */
export function writeResults(list: ResourceList, results: readonly KrmResult[]): Edit | undefined {
  const existing = existingResults(list)
  if (results.length === 0 && existing === undefined) return undefined
  const edit = list.root.flow ? flowEdit(list, results, existing) : blockEdit(list, results, existing)
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
  existing: Member | undefined,
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
  if (existing !== undefined)
    return { offset: existing.start, remove: existing.end - existing.start, text: written }
  // The text between two keys is copied as the separator, but not a comment in it.
  const separator = between.includes('#') ? ', ' : between
  return { offset: last.end, remove: 0, text: (separator || ',') + written }
}

function blockEdit(list: ResourceList, results: readonly KrmResult[], existing: Member | undefined): Edit {
  const { root, syntax } = list
  const { lines, text } = syntax
  const eol = lines.eolNear(root.start)
  const indent = ' '.repeat(lines.column(root.start))
  const { indent: dashIndent } = dashStyleNear(syntax, root)
  const entries = results.flatMap(result => entryLines(result, indent + ' '.repeat(dashIndent)))
  const own = results.length === 0 ? ['results: []'] : ['results:', ...entries]
  const written = own.join(eol)
  if (existing !== undefined) {
    const { start, end } = existing
    const isWhole = /[\r\n]$/.test(text.slice(start, end))
    return { offset: start, remove: end - start, text: written + (isWhole ? eol : '') }
  }
  // Lines after a block scalar could become part of it.
  if (endsInBlockScalar(root) && (root.end < text.length || !/[\r\n]$/.test(text.slice(0, root.end))))
    return { offset: root.start, remove: 0, text: written + eol + indent }
  if (endsInBlockScalar(root)) return { offset: root.end, remove: 0, text: indent + written + eol }
  const { offset, lead, trail } = gapAfter(syntax, root.end)
  return { offset, remove: 0, text: lead + indent + written + trail }
}

/** The lines of a result as an entry of a block list. */
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

/** A scalar that every YAML reader reads as a string, even without quotes. */
const PLAIN = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[A-Za-z][\w./-]*$/i

function scalar(text: string): string {
  return PLAIN.test(text) ? text : printableJson(text)
}
