/**
 * Go's `filepath.Match` for texts without "/": `*` matches any characters, `?` one character, `[a-z]` and `[^a-z]` one
 * of a class; `\` escapes the next character. A malformed pattern matches nothing.
 */
export function matchLabel(pattern: string, text: string): boolean {
  const terms = parseTerms(Array.from(pattern))
  if (terms === undefined) return false
  const characters = Array.from(text)
  let term = 0
  let at = 0
  // The last star, and where its match ends. Only the last star needs backtracking.
  let star = -1
  let starEnd = 0
  while (at < characters.length) {
    const expected = terms[term]
    if (expected === '*') {
      star = term
      starEnd = at
      term += 1
    } else if (expected?.(characters[at] ?? '') === true) {
      term += 1
      at += 1
    } else if (star >= 0) {
      starEnd += 1
      at = starEnd
      term = star + 1
    } else return false
  }
  return terms.slice(term).every(rest => rest === '*')
}

type Term = '*' | ((character: string) => boolean)

function parseTerms(pattern: readonly string[]): readonly Term[] | undefined {
  const terms: Term[] = []
  let at = 0
  while (at < pattern.length) {
    const character = pattern[at]
    if (character === '*') terms.push('*')
    else if (character === '?') terms.push(() => true)
    else if (character === '[') {
      const parsed = parseClass(pattern, at + 1)
      if (parsed === undefined) return undefined
      terms.push(parsed.term)
      at = parsed.end
    } else {
      if (character === '\\') at += 1
      const literal = pattern[at]
      if (literal === undefined) return undefined
      terms.push(given => given === literal)
    }
    at += 1
  }
  return terms
}

/** Parses a class that begins after its "[". Its "]" is at `end`. */
function parseClass(pattern: readonly string[], start: number): { term: Term; end: number } | undefined {
  const negated = pattern[start] === '^'
  const ranges: [low: number, high: number][] = []
  let at = negated ? start + 1 : start
  const next = (): number | undefined => {
    if (pattern[at] === '-' || pattern[at] === ']') return undefined
    if (pattern[at] === '\\') at += 1
    const code = pattern[at]?.codePointAt(0)
    at += 1
    return code
  }
  while (ranges.length === 0 || pattern[at] !== ']') {
    const low = next()
    if (low === undefined) return undefined
    let high: number | undefined = low
    if (pattern[at] === '-') {
      at += 1
      high = next()
    }
    if (high === undefined) return undefined
    ranges.push([low, high])
  }
  const term = (character: string): boolean => {
    const code = character.codePointAt(0) ?? -1
    return ranges.some(([low, high]) => low <= code && code <= high) !== negated
  }
  return { term, end: at }
}
