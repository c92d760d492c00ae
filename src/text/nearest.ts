/** The candidate closest to a mistyped word, at most two edits away; `undefined` if none is that close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [closest] = candidates
    .map(candidate => ({ candidate, distance: distanceOf(word, candidate) }))
    .filter(({ distance }) => distance <= 2)
    .toSorted((a, b) => a.distance - b.distance)
  return closest?.candidate
}

/** Levenshtein distance: insertions, deletions and replacements. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
