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
