/** The median; of an even count, the mean of the two middle numbers. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('there is no median of nothing')
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, one) => sum + one, 0) / middle.length
}

/** The limit for a ratio. */
export type Bar = { readonly most: number } | { readonly least: number }

export const reaches = (ratio: number, bar: Bar): boolean =>
  'most' in bar ? ratio <= bar.most : ratio >= bar.least

/** A size in kB, MB or GB, in powers of 1000. */
export function amount(bytes: number): string {
  if (bytes < 1e6) return `${trimmed(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${trimmed(bytes / 1e6)} MB` : `${trimmed(bytes / 1e9)} GB`
}

const trimmed = (number: number): string => String(Number(number.toPrecision(3)))
