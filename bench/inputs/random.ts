/** Pseudo-random numbers from a seed, equal on all machines: mulberry32, 32 bits of state. */
export interface Random {
  /** An integer from 0 to `limit - 1`. */
  readonly below: (limit: number) => number
  /** True with a probability of 1 in `times`. */
  readonly once: (times: number) => boolean
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T
  /** `count` consecutive elements from a random start, continued at the beginning; no element twice. */
  readonly several: <T>(choices: readonly T[], count: number) => readonly T[]
  /** Lower-case letters and digits, for names and identifiers. */
  readonly word: (length: number) => string
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789' // those that Kubernetes appends to names

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    once: times => below(times) === 0,
    pick: choices => choices[below(choices.length)] ?? choices[0],
    several: (choices, count) => {
      const first = below(choices.length)
      return [...choices.slice(first), ...choices.slice(0, first)].slice(0, count)
    },
    word: length => Array.from({ length }, () => LETTERS.charAt(below(LETTERS.length))).join(''),
  }
}
