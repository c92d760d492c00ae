import { renderProgress } from '../../../report/progress.ts'
import type { Work } from '../../../report/progress.ts'
import { columnsOf } from '../context.ts'
import type { CommandContext } from '../context.ts'

/** Milliseconds between two updates. */
const INTERVAL = 50
/** Milliseconds before work on files shows progress. Most work is done by then. */
export const FILE_PROGRESS_DELAY = 500

/**
 * Shows progress on stderr, only if that is a terminal with cursor control. The last call (`done` equal to `total`)
 * erases the line. `patience`: milliseconds before the first line.
 */
export function progressOn(
  context: CommandContext,
  work?: Work,
  patience = 0,
): (done: number, total: number) => void {
  const { stderr, isTerminal, env, beforeSignal } = context
  if (!isTerminal.stderr || env['TERM'] === 'dumb') return () => {}
  const columns = columnsOf('stderr', context) ?? 80
  let next = patience === 0 ? -Infinity : context.now().getTime() + patience
  let isShown = false
  let forget: (() => void) | undefined
  return (done, total) => {
    const isLast = done >= total
    const now = context.now().getTime()
    if (isLast ? !isShown : now < next) return
    isShown = !isLast
    next = now + INTERVAL
    if (isLast) forget?.()
    // Work on files does not pause, and a signal would wait.
    else if (patience === 0) forget ??= beforeSignal(() => stderr.write(renderProgress(1, 1, columns)))
    stderr.write(renderProgress(done, total, columns, work))
  }
}
