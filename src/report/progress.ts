import { countOf } from './wording.ts'

/** Goes back to the start of the line and empties it (ECMA-48 EL). */
const EMPTY_LINE = '\r\u001b[K'

/** What takes long: `reading 3 of 40 lists`. */
export interface Work {
  readonly verb: string
  readonly noun: string
}

const IMAGES: Work = { verb: 'checking', noun: 'image' }

/**
 * What to write to a terminal for a line that tells how far a work is, over the one that was there before.
 * It ends short of the last column, where some terminals begin a new line. After the last step, and with nothing to
 * do, the line is taken away.
 */
export function renderProgress(done: number, total: number, columns: number, what: Work = IMAGES): string {
  if (done >= total) return EMPTY_LINE
  const text = `${what.verb} ${done} of ${countOf(total, what.noun)}…`
  return EMPTY_LINE + text.slice(0, Math.max(columns - 1, 0))
}
