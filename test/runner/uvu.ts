/**
 * What test files get when they import uvu (`compile.ts` sees to it), which by itself can neither choose tests by name
 * nor tell how long one takes. All that is used of uvu's internals stands here: with UVU_DEFER, `run()` of a suite starts
 * nothing, but puts a function into UVU_QUEUE.
 */
import type { Callback, Test } from 'uvu'

type Hook<T> = Test<T>['before']

/** Runs a suite, printing as it goes. `errors` is what to print of those that failed, or true. */
type SuiteRun = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>

declare global {
  var UVU_DEFER: number
  var UVU_QUEUE: SuiteRun[][]
}

const queue: SuiteRun[] = []
globalThis.UVU_DEFER = 1
globalThis.UVU_QUEUE = [queue]
const uvu = await import('uvu')

export interface Suites {
  readonly suites: readonly SuiteRun[]
  /** How often `run()` was called, which is as well for suites none of whose tests was chosen. */
  readonly runs: number
  /** Names of tests of suites without `run()`. */
  readonly withoutRun: readonly string[]
  readonly leftOut: number
}

export interface TestTime {
  readonly name: string
  readonly milliseconds: number
}

let choose = (_name: string): boolean => true
let [runs, leftOut] = [0, 0]
const waiting = new Map<object, { readonly names: string[]; readonly run: () => void }>() // for their `run()`
let times: TestTime[] = []
let running: string | undefined

/** The suites that test files register while they are imported. A name is that of the suite and that of the test. */
export async function collectSuites(
  isChosen: (name: string) => boolean,
  load: () => Promise<unknown>,
): Promise<Suites> {
  choose = isChosen
  runs = leftOut = 0
  waiting.clear()
  await load()
  const suites = queue.splice(0)
  const withoutRun = [...waiting.values()].flatMap(({ names }) => names)
  for (const { run } of waiting.values()) run()
  queue.length = 0
  return { suites, runs, withoutRun, leftOut }
}

/** How long each test took that has ended since this was asked last. */
export function takeTimes(): readonly TestTime[] {
  const taken = times
  times = []
  return taken
}

/** The name of the test that is under way. */
export function runningTest(): string | undefined {
  return running
}

export function suite<T = Record<string, unknown>>(name = '', context?: T): Test<T> {
  return chosenOf(name, uvu.suite(name, context))
}

export const test: Test = chosenOf('', uvu.test)

function chosenOf<T>(suiteName: string, whole: Test<T>): Test<T> {
  let chosen = 0
  const add = (testName: string, body: Callback<T>): void => {
    const name = `${suiteName} ${testName}`.trim()
    const names = waiting.get(add)?.names ?? []
    waiting.set(add, { names: [...names, name], run: () => whole.run() })
    if (choose(name)) {
      chosen += 1
      whole(testName, timed(name, body))
    } else {
      leftOut += 1
    }
  }
  const run = (): void => {
    const isLeftOut = chosen === 0 && waiting.has(add)
    whole.run() // in any case, since it empties the suite: that of `test` is one for all files
    if (isLeftOut) queue.pop()
    runs += 1
    chosen = 0
    waiting.delete(add)
  }
  return Object.assign(add, whole, {
    run,
    before: withErrorsShown(whole.before),
    after: withErrorsShown(whole.after),
  })
}

/** uvu counts the tests behind a hook that throws as failed, and says nothing of the error. */
function withErrorsShown<T>(hook: Hook<T>): Hook<T> {
  const add = (body: Callback<T>): void =>
    hook(async context => {
      try {
        await body(context)
      } catch (error) {
        console.log(`\n  FAIL in a hook: ${error instanceof Error ? error.stack : String(error)}`)
        throw error
      }
    })
  return Object.assign(add, hook)
}

function timed<T>(name: string, body: Callback<T>): Callback<T> {
  return async context => {
    const started = performance.now()
    running = name
    try {
      await body(context)
    } finally {
      running = undefined
      times.push({ name, milliseconds: performance.now() - started })
    }
  }
}
