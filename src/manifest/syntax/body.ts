import { BYTE_ORDER_MARK } from '../../text/byte-order-mark.ts'
import { isBlank, WHITE_SPACE } from '../stream.ts'

/** A stretch of a document's text, and where it starts there. */
export interface Body {
  readonly text: string
  readonly offset: number
}

// Rare white space only stands there where a marker was found: see `cutDocuments`.
const MARKER_LINE = new RegExp(`^---(?:(?![\\r\\n])[${WHITE_SPACE}])*(?:#[^\\r\\n]*)?(?:\\r\\n|\\n|\\r|$)`)
const END_LINE = /^\.\.\.[ \t]*(?:#[^\r\n]*)?$/gm

/**
 * A document's text as a parser should see it: without the marker line, unless it carries content, without byte order
 * marks before or behind it (kubectl reads both), without the directives of the next document behind a `...`, and with
 * LF for each lone CR, of which npm yaml makes no line end. Offsets stay what they are.
 */
export function bodyOf(text: string): Body {
  let offset = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0
  const marker = MARKER_LINE.exec(text.slice(offset, lineEndFrom(text, offset)))
  if (marker !== null) {
    offset += marker[0].length
    if (text.startsWith(BYTE_ORDER_MARK, offset)) offset += 1
  }
  const body = text.slice(offset).replaceAll(/\r(?!\n)/g, '\n')
  return { text: body.includes('\n...') ? withoutTail(body) : body, offset }
}

function lineEndFrom(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

function withoutTail(text: string): string {
  const last = [...text.matchAll(END_LINE)].at(-1) // behind any other there is this one
  if (last === undefined) return text
  const tail = text.slice(last.index + last[0].length)
  return isBlank(new TextEncoder().encode(tail)) ? text.slice(0, last.index) : text
}
