import { renderProgress } from '../../report/progress.ts'
import type { Work } from '../../report/progress.ts'
import type { CommandContext } from './context.ts'

/** Shows on stderr how far a work is; to nobody but a terminal that can go back to the start of a line. */
export function progressOn(
  { stderr, isTerminal, env }: CommandContext,
  work?: Work,
): (done: number, total: number) => void {
  if (!isTerminal.stderr || env['TERM'] === 'dumb') return () => {}
  const columns = 'columns' in stderr && typeof stderr.columns === 'number' ? stderr.columns : 80
  return (done, total) => stderr.write(renderProgress(done, total, columns, work))
}
