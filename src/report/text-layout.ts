import { displayWidth, wrapText } from '../text/width.ts'
import type { Paint } from './paint.ts'

/** The layout of texts for people. */
export interface Layout {
  readonly paint: Paint
  /** The width of the terminal; absent if lines may have any length, as in a pipe. */
  readonly columns?: number
}

/** The smallest width of a text after its head. */
const NARROWEST = 20

/**
 * Wraps a text after a head. Further lines are indented to the text's own start. `width` is the head's width in
 * columns.
 */
export function wrapAfter(
  head: string,
  text: string,
  columns: number | undefined,
  width = displayWidth(head),
): readonly string[] {
  if (columns === undefined) return [head + text]
  const [first = '', ...others] = wrapText(text, Math.max(columns - width, NARROWEST))
  return [head + first, ...others.map(line => ' '.repeat(width) + line)]
}
