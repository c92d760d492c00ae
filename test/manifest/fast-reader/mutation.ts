/** A source of numbers that a seed repeats: mulberry32. */
export type Random = (below: number) => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Mutate = (text: string, random: Random) => string

// What means something to YAML or JSON, or is no more than odd.
const PIECES = [
  ...Array.from('-:#\'"[]{},|>&*!?%@`~\\ \t\r\n\0\u00a0\u0085\u2028\uFEFF/.$<=0ae'),
  ': ',
  ' #',
  '- ',
  '? ',
  '\n\n',
  '\n ',
  '  ',
  "''",
  '""',
  '\\n',
  '\\u00e4',
  '\\x41',
  '&a ',
  '*a',
  '!!str ',
  '<<: ',
  '|-\n',
  '>+',
  '|2',
  '...\n',
  '--- ',
  '{}',
  '[]',
  'null',
  '\u{1F600}',
  'image: a/b',
  'imagePullSecrets:',
]

const at = (text: string, random: Random): number => random(text.length + 1)

const inLines =
  (change: (lines: string[], line: number, random: Random) => void): Mutate =>
  (text, random) => {
    const lines = text.split(/(?<=\n)/)
    change(lines, random(lines.length), random)
    return lines.join('')
  }

const QUOTES = ['"', "'"]

/** Bytes deleted, doubled and swapped, indentation shifted, quotes opened, keys quoted, values put on lines of their own, lines moved. */
const MUTATIONS: readonly Mutate[] = [
  (text, random) => {
    const [from, length] = [at(text, random), 1 + random(3)]
    return text.slice(0, from) + text.slice(from + length)
  },
  (text, random) => {
    const [from, length] = [at(text, random), 1 + random(12)]
    return text.slice(0, from + length) + text.slice(from)
  },
  (text, random) => {
    const from = at(text, random)
    return (
      text.slice(0, from) +
      text
        .slice(from, from + 2)
        .split('')
        .toReversed()
        .join('') +
      text.slice(from + 2)
    )
  },
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + (PIECES[random(PIECES.length)] ?? '') + text.slice(from)
  },
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + (PIECES[random(PIECES.length)] ?? '') + text.slice(from + 1)
  },
  (text, random) => text.slice(0, at(text, random)),
  inLines((lines, line, random) => {
    lines[line] = ' '.repeat(1 + random(3)) + (lines[line] ?? '')
  }),
  inLines((lines, line, random) => {
    lines[line] = (lines[line] ?? '').slice(random(3))
  }),
  inLines((lines, line) => lines.splice(line, 1)),
  inLines((lines, line, random) => lines.splice(random(lines.length), 0, lines[line] ?? '')),
  inLines((lines, line) => {
    lines[line] = (lines[line] ?? '').trimEnd()
  }),
  inLines((lines, line, random) => {
    lines[line] = (lines[line] ?? '').replace(/: .*/, `: ${PIECES[random(PIECES.length)]}`)
  }),
  inLines((lines, line, random) => {
    lines[line] = (lines[line] ?? '').replace(
      /[:-] +(?=\S)/,
      found => `${found[0]}\n${' '.repeat(random(16))}`,
    )
  }),
  inLines((lines, line, random) => {
    const quote = QUOTES[random(QUOTES.length)] ?? ''
    lines[line] = (lines[line] ?? '').replace(/[\w.]+(?=:)/, key => quote + key + quote)
  }),
]

/** The text with one to four small changes. */
export function mutate(text: string, random: Random): string {
  let mutated = text
  for (let left = 1 + random(4); left > 0; left -= 1)
    mutated = MUTATIONS[random(MUTATIONS.length)]?.(mutated, random) ?? mutated
  // What a decoded document can't hold: half a character.
  return Buffer.from(mutated).toString()
}
