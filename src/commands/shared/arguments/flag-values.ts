import { UsageError } from '../../../text/user-error.ts'

/**
 * The elements of a comma-separated value, with quotes as in CSV (pflag `StringSlice`). A comma in the braces of a
 * glob separates nothing.
 */
export function splitList(value: string): readonly string[] {
  return [...`,${value}`.matchAll(/,(?:"((?:[^"]|"")*)"(?=,|$)|((?:\{[^{}]*\}|[^,])*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

/** The inverse of `splitList` for one element. */
export function quoteElement(text: string): string {
  return /[,"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, '': 1_000, m: 60_000, h: 3_600_000 }
/** The timeout in milliseconds that means no limit. */
const DAY = 24 * 3_600_000

/** kubectl's `--request-timeout` in milliseconds: `10s`, `1m30s`, or seconds; 0 is no limit. Throws UsageError. */
export function parseTimeout(text: string): number {
  if (!/^(?:\d+|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/.test(text))
    throw new UsageError(`--request-timeout "${text}": must be a time such as 10s or 2m`)
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|)/g)]
  const sum = parts.reduce(
    (time, [, count, unit = '']) => time + Number(count) * (MILLISECONDS[unit] ?? 0),
    0,
  )
  return sum === 0 ? DAY : Math.min(sum, DAY)
}
