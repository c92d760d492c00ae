import { DASH, HASH, LF, TEXT } from './characters.ts'
import { codeAt, endOfRun, lengthOf, skipSpaces } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'
import { UNSUPPORTED } from './scalar.ts'

const TAB = 0x09
const PLUS = 0x2b

/**
 * The end of a literal or folded scalar: the start of the line after its last line. Its indicator is at `start`, and
 * its lines must be indented deeper than `column`. `UNSUPPORTED` without a line of content, and where trailing blank
 * lines are kept.
 */
export function endOfBlockScalar(codes: PaddedBytes, start: number, column: number): number {
  const isKeeping = codeAt(codes, start + 1) === PLUS
  const isStripping = codeAt(codes, start + 1) === DASH
  const first = endOfHead(codes, start + (isKeeping || isStripping ? 2 : 1))
  if (first === UNSUPPORTED) return UNSUPPORTED
  let [end, indentation, blank] = [UNSUPPORTED, 0, 0]
  for (let at = first; at < lengthOf(codes);) {
    const content = skipSpaces(codes, at)
    if (content === lengthOf(codes)) return UNSUPPORTED
    const depth = content - at
    const code = codeAt(codes, content)
    if (code === LF) {
      // On a blank line, spaces beyond the indentation are content. Before the first content line, they are an error.
      if (indentation > 0 && depth > indentation) return UNSUPPORTED
      blank = Math.max(blank, depth)
      at = content + 1
      continue
    }
    if (indentation === 0) {
      if (depth <= column || blank > depth) return UNSUPPORTED
      indentation = depth
    }
    if (depth < indentation) return depth > column && code !== HASH ? UNSUPPORTED : endOf(end, at, isKeeping)
    at = endOfLine(codes, content)
    if (at === UNSUPPORTED) return UNSUPPORTED
    end = at
  }
  return endOf(end, lengthOf(codes), isKeeping)
}

/** `|+` keeps the blank lines before the line at `next`; the full reader reads these. */
function endOf(end: number, next: number, isKeeping: boolean): number {
  return isKeeping && end !== next ? UNSUPPORTED : end
}

/** The offset after the line of the indicators. Only a comment may follow them. */
function endOfHead(codes: PaddedBytes, from: number): number {
  const at = skipSpaces(codes, from)
  const isComment = codeAt(codes, at) === HASH && at > from
  if (codeAt(codes, at) !== LF && !isComment) return UNSUPPORTED
  const end = endOfLine(codes, at)
  return end > lengthOf(codes) ? UNSUPPORTED : end
}

/** The offset after the line break. Tabs are content here. */
function endOfLine(codes: PaddedBytes, from: number): number {
  let at = endOfRun(codes, from, TEXT)
  while (codeAt(codes, at) === TAB) at = endOfRun(codes, at + 1, TEXT)
  return codeAt(codes, at) === LF ? Math.min(at + 1, lengthOf(codes)) : UNSUPPORTED
}
