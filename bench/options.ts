import { parseArgs } from 'node:util'
import type { Effort } from './measure/rounds.ts'

/** The sizes of the inputs in bytes. */
export interface Sizes {
  /** An input without changes. */
  readonly passed: number
  /** An input with changes. `brief` is a tenth of it. */
  readonly edited: number
  readonly brief: number
  /** The part for npm `yaml`, which takes a second per megabyte. */
  readonly parsed: number
  readonly small: number
  readonly medium: number
  readonly streams: readonly [few: number, many: number]
  /** The odd shapes. */
  readonly odd: number
  /** The number of files of a repository. */
  readonly files: number
}

export interface Options {
  readonly sizes: Sizes
  readonly effort: Effort
  /** Whether the inputs are shorter than those that the bars are for. */
  readonly isShort: boolean
  /** Selects the rows whose names contain this text, in any case. */
  readonly only: string
  readonly writes: boolean
  readonly cleans: boolean
  readonly nativeProgram: string | undefined
  /** Folders with manifests, to count the documents that the fast reader handles. */
  readonly folders: readonly string[]
}

export const USAGE = `npm run bench -- [--quick] [--most MB] [--only TEXT] [--write] [--native FILE] [--share DIR]...
npm run bench -- --clean

  --quick        small inputs and few rounds, in less than a minute
  --most MB      limit each input to so many megabytes
  --only TEXT    only the rows whose name contains it
  --write        update bench/RESULTS.md
  --share DIR    count the documents in a folder that the fast reader handles; repeatable
  --native FILE  a native executable of this program, for its row
  --clean        remove the inputs of earlier runs
`

const FULL: Pick<Options, 'sizes' | 'effort'> = {
  sizes: {
    passed: 100e6,
    edited: 100e6,
    brief: 10e6,
    parsed: 4e6,
    small: 1e6,
    medium: 20e6,
    streams: [10e6, 1e9],
    odd: 8e6,
    files: 20_000,
  },
  effort: { leastRounds: 3, mostRounds: 31, budgetSeconds: 30, limitSeconds: 300 },
}

const QUICK: Pick<Options, 'sizes' | 'effort'> = {
  sizes: {
    passed: 20e6,
    edited: 2e6,
    brief: 2e5,
    parsed: 5e5,
    small: 1e5,
    medium: 5e5,
    streams: [1e6, 1e7],
    odd: 1e6,
    files: 1000,
  },
  effort: { leastRounds: 1, mostRounds: 9, budgetSeconds: 1, limitSeconds: 20 },
}

/** Throws a TypeError, as Node.js does for an unknown flag. */
export function optionsFrom(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      most: { type: 'string' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
      clean: { type: 'boolean', default: false },
      native: { type: 'string' },
      share: { type: 'string', multiple: true, default: [] },
    },
  })
  if (values.write && values.only !== '') throw new TypeError('--write is for all rows: leave out --only')
  const { sizes, effort } = values.quick ? QUICK : FULL
  return {
    sizes: values.most === undefined ? sizes : capped(sizes, megabytes(values.most)),
    effort,
    isShort: values.quick || values.most !== undefined,
    only: values.only,
    writes: values.write,
    cleans: values.clean,
    nativeProgram: values.native,
    folders: values.share,
  }
}

function megabytes(text: string): number {
  if (!(Number(text) >= 0.1))
    throw new TypeError(`--most takes a number of megabytes from 0.1 on, and not "${text}"`)
  return Number(text) * 1e6
}

function capped(sizes: Sizes, most: number): Sizes {
  const atMost = (bytes: number): number => Math.min(bytes, most)
  const [few, many] = sizes.streams
  return {
    passed: atMost(sizes.passed),
    edited: atMost(sizes.edited),
    brief: Math.min(sizes.brief, most / 10),
    parsed: atMost(sizes.parsed),
    small: atMost(sizes.small),
    medium: atMost(sizes.medium),
    streams: [Math.min(few, most / 10), atMost(many)],
    odd: atMost(sizes.odd),
    files: sizes.files,
  }
}
