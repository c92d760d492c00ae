/** A shared empty list. A run collects several lists for each of 100,000 documents, and most of them stay empty. */
export const NONE: readonly never[] = []

/**
 * Concatenates two lists, without a copy if one of them is empty. To collect many values, push to an array instead.
 */
export function concat<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}

/** Filters a list. Returns the list itself if every entry passes: callers memoize by the list's identity. */
export function filterKeeping<T>(list: readonly T[], passes: (one: T) => boolean): readonly T[] {
  return list.every(passes) ? list : list.filter(passes)
}
