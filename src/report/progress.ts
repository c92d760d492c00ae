import { countOf } from './wording.ts'

/** Returns to the start of the line and clears it (ECMA-48 EL). */
const EMPTY_LINE = '\r\u001b[K'

/** The work in progress: `reading 3 of 40 lists`. */
export interface Work {
  readonly verb: string
  readonly noun: string
}

const IMAGES: Work = { verb: 'checking', noun: 'image' }

/**
 * The text that overwrites a progress line on a terminal. It leaves the last column free, where some terminals begin a
 * new line. After the last step, the line is cleared.
 */
export function renderProgress(done: number, total: number, columns: number, what: Work = IMAGES): string {
  if (done >= total) return EMPTY_LINE
  const text = `${what.verb} ${done} of ${countOf(total, what.noun)}…`
  return EMPTY_LINE + text.slice(0, Math.max(columns - 1, 0))
}
