import { countOf } from './wording.ts'

/** Goes back to the start of the line and empties it (ECMA-48 EL). */
const EMPTY_LINE = '\r\u001b[K'

/**
 * What to write to a terminal for a line that tells how far a check of images is, over the one that was there before.
 * It ends short of the last column, where some terminals begin a new line. After the last image, and with nothing to
 * check, the line is taken away.
 */
export function renderProgress(done: number, total: number, columns: number): string {
  if (done >= total) return EMPTY_LINE
  const text = `checking ${done} of ${countOf(total, 'image')}…`
  return EMPTY_LINE + text.slice(0, Math.max(columns - 1, 0))
}
