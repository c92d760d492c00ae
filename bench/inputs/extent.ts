import type { Random } from './random.ts'

/*
 * How much Deployments say, a column for each degree: its share of a hundred, and the most entries of each list.
 * Sizes are spread by it as those of 434 different Deployments in 11 public repositories (half of them Istio's, then
 * Kubeflow's, kustomize's and others; no templates): a tenth below 0.44 kB, half below 0.93, a tenth above 4.1, a
 * hundredth above 7.1, and 1.6 on average.
 */
const SHARES = [14, 21, 26, 20, 10, 9] as const
const MAX_ENTRIES = {
  labels: [1, 1, 2, 3, 5, 7],
  annotations: [0, 1, 1, 2, 4, 6],
  env: [0, 1, 2, 5, 12, 40],
  args: [0, 1, 2, 5, 10, 13],
  ports: [1, 1, 1, 2, 3, 4],
  volumes: [0, 0, 1, 2, 4, 8],
} as const
/** The percentage of optional fields that are present. */
const USUAL = [2, 10, 20, 45, 75, 95] as const
const RARE = [0, 0, 1, 8, 25, 40] as const

export interface Extent {
  /** The number of entries of a list. */
  readonly entries: (list: keyof typeof MAX_ENTRIES) => number
  /** A field of many Deployments, such as a probe; `undefined` if this one lacks it. */
  readonly usual: <T>(value: T) => T | undefined
  /** A field of few Deployments, such as tolerations; `undefined` if this one lacks it. */
  readonly rare: <T>(value: T) => T | undefined
}

export function extentFrom(random: Random): Extent {
  const degree = degreeAt(random.below(100))
  const isThere = (shares: readonly number[]): boolean => random.below(100) < (shares[degree] ?? 0)
  return {
    entries: list => {
      const most = MAX_ENTRIES[list][degree] ?? 0
      const least = Math.floor(most / 3)
      return least + random.below(most - least + 1)
    },
    usual: value => (isThere(USUAL) ? value : undefined),
    rare: value => (isThere(RARE) ? value : undefined),
  }
}

function degreeAt(percent: number): number {
  let sum = 0
  return SHARES.findIndex(share => (sum += share) > percent)
}
