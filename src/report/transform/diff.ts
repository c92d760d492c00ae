import type { Transformation, TransformedSource } from '../../inject/outcome.ts'
import { painter } from '../paint.ts'
import type { Paint } from '../paint.ts'
import { isPrintable, replaceUnsafe } from '../printable.ts'
import { lineEnd, lineStart, replacedLines, splitLines } from './replaced-lines.ts'
import type { Replacement } from './replaced-lines.ts'

const CONTEXT = 3

/**
 * Renders a unified diff of every changed source for `patch -p1` and `git apply`, except for bytes that are not UTF-8.
 */
export function renderDiff({ sources }: Transformation, { color }: { readonly color: boolean }): string {
  const paint = painter(color)
  return sources.map(source => diffSource(source, paint)).join('')
}

function diffSource({ name, before, edits }: TransformedSource, paint: Paint): string {
  const replacements = replacedLines(before, edits)
  if (replacements.length === 0) return ''
  let drift = 0
  const hunks = groupHunks(replacements).map(hunk => {
    const text = renderHunk(before, hunk, drift, paint)
    for (const { removed, added } of hunk) drift += added.length - removed.length
    return text
  })
  const headers = [`--- ${headerName('a', name)}`, `+++ ${headerName('b', name)}`]
  return headers.map(header => `${paint('bold', header)}\n`).join('') + hunks.join('')
}

/** Groups replacements whose context touches or overlaps. */
function groupHunks(replacements: readonly Replacement[]): readonly (readonly Replacement[])[] {
  const hunks: Replacement[][] = []
  let end = -Infinity
  for (const replacement of replacements) {
    if (replacement.line - end > 2 * CONTEXT) hunks.push([])
    hunks.at(-1)?.push(replacement)
    end = replacement.line + replacement.removed.length
  }
  return hunks
}

/** `drift` is the number of lines that earlier hunks added. */
function renderHunk(bytes: Uint8Array, hunk: readonly Replacement[], drift: number, paint: Paint): string {
  const lines: string[] = []
  let [oldCount, newCount] = [0, 0]
  const keep = (from: number, to: number): number => {
    const kept = splitLines(bytes.subarray(from, to))
    oldCount += kept.length
    newCount += kept.length
    lines.push(...kept.map(line => mark(' ', line)))
    return kept.length
  }

  let oldStart = 0
  let done = -1
  for (const { start, end, line, removed, added } of hunk) {
    if (done < 0) oldStart = line - keep(contextStart(bytes, start), start)
    else keep(done, start)
    oldCount += removed.length
    newCount += added.length
    for (const text of removed) lines.push(mark('-', text, part => paint('red', part)))
    for (const text of added) lines.push(mark('+', text, part => paint('green', part)))
    done = end
  }
  keep(done, contextEnd(bytes, done))

  const header = `@@ -${range(oldStart, oldCount)} +${range(oldStart + drift, newCount)} @@`
  return `${paint('cyan', header)}\n${lines.join('')}`
}

function contextStart(bytes: Uint8Array, from: number): number {
  let at = from
  for (let count = 0; count < CONTEXT && at > 0; count += 1) at = lineStart(bytes, at - 1)
  return at
}

function contextEnd(bytes: Uint8Array, from: number): number {
  let at = from
  for (let count = 0; count < CONTEXT && at < bytes.length; count += 1) at = lineEnd(bytes, at)
  return at
}

/**
 * The range of a hunk. `linesBefore` is 0-based. An empty range names the line before it, and a count of one is
 * omitted (POSIX diff -u).
 */
function range(linesBefore: number, count: number): string {
  if (count === 0) return `${linesBefore},0`
  return count === 1 ? `${linesBefore + 1}` : `${linesBefore + 1},${count}`
}

function mark(sign: string, line: Buffer, paintPart = (part: string): string => part): string {
  const text = line.toString()
  const content = text.replace(/\r?\n$/, '')
  const ending = text.slice(content.length)
  return `${paintPart(sign + content)}${ending === '' ? '\n\\ No newline at end of file\n' : ending}`
}

/** Writes a name as git does: a tab ends a name with a space, and quotes enclose a name that would break the line. */
function headerName(side: string, source: string): string {
  const name = `${side}/${source.replace(/^(?:\.?\/+)+/, '')}`
  if (/["\\]/.test(name) || !isPrintable(name))
    return `"${replaceUnsafe(name.replace(/["\\]/g, '\\$&'), escapeBytes)}"`
  return name.includes(' ') ? `${name}\t` : name
}

function escapeBytes(character: string): string {
  return [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
