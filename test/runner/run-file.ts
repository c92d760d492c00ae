import { pathToFileURL } from 'node:url'
import { compiledPath } from './compiled-path.ts'
import { missingParts, skippedParts } from '../skipped.ts'
import type { Choice } from './options.ts'
import { collectSuites, takeTimes } from './uvu.ts'
import type { TestTime } from './uvu.ts'

export interface FileResult {
  readonly passed: number
  readonly failed: number
  /** Tests that `--name` leaves out. */
  readonly leftOut: number
  /** Parts that this machine cannot run, each with its reason. */
  readonly skipped: readonly string[]
  /** Those of them that REQUIRE_PROGRAMS asks for. */
  readonly missing: readonly string[]
  readonly milliseconds: number
  readonly tests: readonly TestTime[]
}

/**
 * Runs the tests of one file in this process, and prints them. uvu's own runner lets mistakes pass, which count as
 * failures here: `run()` is missing, a suite has no tests, a test was left on `only` or `skip`.
 */
export async function runFile(folder: string, file: string, choices: readonly Choice[]): Promise<FileResult> {
  const started = performance.now()
  const [skipped, missing] = [skippedParts().length, missingParts().length]
  let [passed, failed] = [0, 0]
  const fail = (message: string): void => {
    failed += 1
    console.log(`  FAIL ${file}: ${message}`)
  }

  const names = choices.filter(({ path }) => file.includes(path)).map(({ name }) => name)
  const { suites, runs, withoutRun, leftOut } = await collectSuites(
    test => names.some(name => test.includes(name)),
    () => import(pathToFileURL(compiledPath(folder + file)).href),
  )
  const isSkipped = skippedParts().length > skipped
  if (withoutRun.length > 0) fail(`test.run() is missing behind "${withoutRun.at(-1)}"`)
  else if (runs === 0 && !isSkipped) fail('test.run() is missing')
  for (const run of suites) {
    const [errors, ran, leftOn, total] = await run()
    passed += ran
    failed += total - ran
    if (errors !== true) console.log(errors)
    if (leftOn > 0) fail(`${leftOn} tests left out by only or skip`)
    if (total === 0) fail('a suite without tests')
  }
  return {
    passed,
    failed,
    leftOut,
    skipped: skippedParts().slice(skipped),
    missing: missingParts().slice(missing),
    milliseconds: performance.now() - started,
    tests: takeTimes(),
  }
}
