/** The one empty list, since most of what is collected for each of a hundred thousand documents is empty. */
export const NONE: readonly never[] = []

/** Both lists, one behind the other; none is copied where the other is empty. To gather many in one, push. */
export function joined<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}

/** What passes of a list; the very list where all of it does, since by it others remember what they made of it. */
export function passing<T>(list: readonly T[], passes: (one: T) => boolean): readonly T[] {
  return list.every(passes) ? list : list.filter(passes)
}
