/** The one empty list, since most of what is collected for each of a hundred thousand documents is empty. */
export const NONE: readonly never[] = []

/** Both lists, one behind the other; none is copied where the other is empty. */
export function joined<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}
