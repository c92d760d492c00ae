import { UsageError } from 'clipanion'

/** The elements of a comma-separated flag that may also be repeated, with quotes as in CSV (pflag `StringSlice`). */
export function splitLists(values: readonly string[]): readonly string[] {
  return values.flatMap(value =>
    [...`,${value}`.matchAll(/,(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(
      ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
    ),
  )
}

/** The one of the choices that a flag names. Throws UsageError for any other value. */
export function choose<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const choice = choices.find(name => name === value)
  if (choice === undefined) throw new UsageError(`${flag} "${value}": must be one of ${choices.join(', ')}`)
  return choice
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, '': 1_000, m: 60_000, h: 3_600_000 }
// The end that stands for none.
const DAY = 24 * 3_600_000

/** kubectl's `--request-timeout` in milliseconds: `10s`, `1m30s`, or seconds; 0 is no end. Throws UsageError. */
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
