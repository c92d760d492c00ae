import { displayWidth, wrapText } from '../text/width.ts'
import type { Paint } from './paint.ts'

/** What a text for a person is laid out for. */
export interface Layout {
  readonly paint: Paint
  /** Of the terminal; absent where lines may be of any length, as in a pipe. */
  readonly columns?: number
}

/** The least that a text gets beside what stands in front of it. */
const NARROWEST = 20

/** Text behind a head of its own (as it is shown, and how many columns it takes), wrapped below its own beginning. */
export function wrapBehind(
  head: string,
  text: string,
  columns: number | undefined,
  width = displayWidth(head),
): readonly string[] {
  if (columns === undefined) return [head + text]
  const [first = '', ...others] = wrapText(text, Math.max(columns - width, NARROWEST))
  return [head + first, ...others.map(line => ' '.repeat(width) + line)]
}
