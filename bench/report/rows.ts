import { amount } from '../measure/figures.ts'
import type { Bar } from '../measure/figures.ts'
import { isReached } from '../result.ts'
import type { Figure, Measured, Result } from '../result.ts'
import type { Work } from '../work.ts'

export const HEAD = ['work', 'ours', 'the other', 'ratio', 'bar', 'reached', 'peak memory', 'rounds']

/** The cells of a row of the table, under `HEAD`. */
export function cells(result: Result): readonly string[] {
  const { work } = result
  if ('absent' in result) return [work.name, '', '', '', barText(work), `not run: ${result.absent}`, '', '']
  const { ours, other, ratio, rounds } = result
  return [
    work.name,
    figureText(work.compares, ours),
    `${other.name}: ${figureText(work.compares, other)}`,
    Number.isNaN(ratio) ? '?' : `${rounded(ratio)} x`,
    barText(work),
    verdict(result),
    `${peakText(ours)}, ${peakText(other)}`,
    String(rounds),
  ]
}

/** The rows that do not reach their bars, and why; `''` where all do. */
export function misses(results: readonly Result[]): string {
  const lines = results.flatMap(result => {
    if ('absent' in result || isReached(result) !== false) return []
    const [name = '', , , ratio = '', bar = ''] = cells(result)
    return [`- ${name}: ${ratio}, ${bar}. ${result.work.reason ?? 'The reason is not known.'}\n`]
  })
  return lines.length === 0 ? '' : `\n## Bars that are not reached\n\n${lines.join('')}`
}

function figureText(compares: Work['compares'], figure: Figure): string {
  const { bytes, seconds } = figure
  if (compares === 'memory') return peakText(figure)
  if (compares === 'rate') return `${rounded(bytes / seconds / 1e6)} MB/s`
  return seconds < 1 ? `${rounded(seconds * 1000)} ms` : `${rounded(seconds)} s`
}

const peakText = ({ peakBytes }: Figure): string =>
  peakBytes === undefined ? '?' : `${Math.round(peakBytes / 1e6)} MB`

function barText({ bar, maxBytes }: Work): string {
  if (bar === undefined) return ''
  return limitText(bar) + (maxBytes === undefined ? '' : `, under ${amount(maxBytes)}`)
}

const limitText = (bar: Bar): string =>
  'most' in bar ? `at most ${rounded(bar.most)} x` : `at least ${rounded(bar.least)} x`

function verdict(measured: Measured): string {
  const reached = isReached(measured)
  if (reached === undefined) return measured.work.noVerdict ?? ''
  return reached ? 'yes' : 'no'
}

/** Three digits: more precision is not meaningful on a busy machine. */
const rounded = (number: number): string =>
  number >= 100 ? number.toFixed(0) : String(Number(number.toPrecision(number < 1 ? 2 : 3)))
