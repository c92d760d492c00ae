import { classOf, HASH, LF, STOP } from './characters.ts'
import { skipSpaces, UNSURE } from './scalar.ts'

// A comment may hold anything that is no control character.
// oxlint-disable-next-line no-control-regex
const HEAD = /[|>]([-+]?)[ ]*(?: #[^\0-\x1F\x7F-\x9F\u2028\u2029\uFEFF]*)?\n/y
const TAB = 0x09

/**
 * The start of the line behind the last one that belongs to a literal or folded scalar, whose indicator is at `start`
 * and whose lines must stand deeper than `column`. Unsure without a line of content, and where blank lines are kept.
 */
export function endOfBlockScalar(text: string, start: number, column: number): number {
  HEAD.lastIndex = start
  const head = HEAD.exec(text)
  if (head === null) return UNSURE
  let [end, indentation, blank] = [UNSURE, 0, 0]
  for (let at = HEAD.lastIndex; at < text.length;) {
    const content = skipSpaces(text, at)
    const depth = content - at
    const code = text.charCodeAt(content)
    if (code === LF) {
      // Spaces deeper than the content are content; before it, no line may have them.
      if (indentation > 0 && depth > indentation) return UNSURE
      blank = Math.max(blank, depth)
      at = content + 1
      continue
    }
    if (indentation === 0) {
      if (depth <= column || content === text.length || blank > depth) return UNSURE
      indentation = depth
    }
    if (content === text.length) return UNSURE
    if (depth < indentation) return depth > column && code !== HASH ? UNSURE : endOf(end, at, head[1])
    at = endOfLine(text, content)
    if (at === UNSURE) return UNSURE
    end = at
  }
  return endOf(end, text.length, head[1])
}

/** `|+` keeps the blank lines before the line at `next`; they are left to the tree. */
function endOf(end: number, next: number, chomping: string | undefined): number {
  if (end === UNSURE || (chomping === '+' && end !== next)) return UNSURE
  return end
}

/** Behind the line end; tabs are content here. */
function endOfLine(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if ((classOf(code) & STOP) === 0 || code === TAB) at += 1
    else if (code === LF) return at + 1
    else return at === text.length ? at : UNSURE
  }
}
