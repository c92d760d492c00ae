import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Which test files run, and which of their tests: those whose name contains `name`. */
export interface Choice {
  readonly path: string
  readonly name: string
}

export interface RunOptions {
  /** A file or a test runs where one of them fits. */
  readonly choices: readonly Choice[]
  /** How many of the slowest files and tests are listed at the end. */
  readonly slowest: { readonly files: number; readonly tests: number }
  readonly workers: number
  /** Milliseconds that one file may take. */
  readonly timeout: number
  /** Milliseconds that a process may take to end once its tests have. */
  readonly grace: number
  /** Where the test files are, with a slash at its end. */
  readonly folder: string
}

/** The folder of this project's tests. */
export const TESTS = fileURLToPath(new URL('..', import.meta.url))
/** Each worker needs a core and some 300 MB. */
const MOST_WORKERS = 4

export const USAGE = `npm test -- [PATH ...] [--name TEXT] [--rewrite] [--slowest N] [--workers N] [--timeout SECONDS]

PATH         a part of a test file's path, or fixtures/VERB/NAME for fixtures
--name       only tests whose suite and name, with a space between, contain TEXT
--rewrite    makes what fixtures give what is expected of them
--slowest    lists the N slowest files and tests
--workers    how many processes; by default one for each core, up to ${MOST_WORKERS}
--timeout    seconds that one file may take, by default 180
`

/** Throws a TypeError for an unknown flag. */
export function parseOptions(args: readonly string[]): RunOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string', default: '' },
      rewrite: { type: 'boolean' }, // fixtures.test.ts looks for it itself
      slowest: { type: 'string' },
      workers: { type: 'string', default: String(Math.min(MOST_WORKERS, availableParallelism())) },
      timeout: { type: 'string', default: '180' },
      // For tests of the runner:
      grace: { type: 'string', default: '30000' },
      folder: { type: 'string', default: TESTS },
    },
  })
  const slowest = values.slowest === undefined ? { files: 5, tests: 0 } : count('slowest', values.slowest)
  return {
    choices: (positionals.length === 0 ? [''] : positionals).map(path => choiceOf(path, values.name)),
    slowest: typeof slowest === 'number' ? { files: slowest, tests: slowest } : slowest,
    workers: count('workers', values.workers),
    timeout: count('timeout', values.timeout) * 1000,
    grace: count('grace', values.grace),
    folder: values.folder.replace(/\/?$/, '/'),
  }
}

function count(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new TypeError(`--${flag} takes a whole number above 0, not '${text}'`)
  return Number(text)
}

/** The names of a fixture's tests contain its path, so that `fixtures/inject/x` chooses those with `inject/x`. */
function choiceOf(path: string, name: string): Choice {
  const [, verb, fixture = ''] = /^fixtures\/([^/]+)(?:\/([^/]*)\/?)?$/.exec(path) ?? []
  return verb === undefined ? { path, name } : { path: 'fixtures.test.ts', name: ` ${verb}/${fixture}` }
}
