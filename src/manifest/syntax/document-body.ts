import { BYTE_ORDER_MARK } from '../../text/byte-order-mark.ts'
import { isBlank, WHITE_SPACE } from '../stream.ts'

/** A part of a document's text, and its offset there. */
export interface Body {
  readonly text: string
  readonly offset: number
}

// Rare white space can stand here only where `cutDocuments` found a marker.
const MARKER_LINE = new RegExp(`^---(?:(?![\\r\\n])[${WHITE_SPACE}])*(?:#[^\\r\\n]*)?(?:\\r\\n|\\n|\\r|$)`)
const END_LINE = /^\.\.\.[ \t]*(?:#[^\r\n]*)?$/gm

/**
 * A document's text for a parser. It has no marker line, unless that line has content; no byte order marks around it,
 * since kubectl accepts both; and no directives of the next document after a `...`. Each lone CR becomes LF, since
 * npm yaml does not treat CR as a line break. Offsets do not change.
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
  const last = [...text.matchAll(END_LINE)].at(-1) // only the last one can end the text
  if (last === undefined) return text
  const tail = text.slice(last.index + last[0].length)
  return isBlank(new TextEncoder().encode(tail)) ? text.slice(0, last.index) : text
}
