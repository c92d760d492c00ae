/**
 * Runs test files (`*.test.ts` below this folder), in as many processes as there are cores, and ends with the line
 * `N passed, N failed`. A crash, a hang, a file without tests and the like are failures too. Under a debugger
 * (`node --inspect-brk --import tsx test/run.ts PATH`) all runs in this process.
 */
import fg from 'fast-glob'
import * as inspector from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { compileTests } from './runner/compile.ts'
import { compiledPath } from './runner/compiled-path.ts'
import { attributeCoverage } from './runner/coverage.ts'
import { longestFirst, readDurations, writeDurations } from './runner/durations.ts'
import { TESTS, USAGE, parseOptions } from './runner/options.ts'
import type { RunOptions } from './runner/options.ts'
import type * as preparing from './runner/prepare-tests.ts'
import type * as running from './runner/run-file.ts'
import type { FileResult } from './runner/run-file.ts'
import { inSources } from './runner/source-places.ts'
import { startWorker } from './runner/worker-process.ts'
import type { Worker } from './runner/worker-process.ts'
import { propertyRuns } from './property-runs.ts'

const args = process.argv.slice(2)
const results = new Map<string, FileResult>()
let failures = 0 // besides those that results count

function fail(message: string): void {
  failures += 1
  console.log(`  FAIL ${message}`)
}

/** Whether anything is left of a file when tests are chosen by name. */
function hasRun({ passed, failed, leftOut, skipped }: FileResult): boolean {
  return passed + failed + skipped.length > 0 || leftOut === 0
}

/** Takes files from the front of the queue until there is none. */
async function runInWorker(queue: string[], options: RunOptions): Promise<void> {
  let worker: Worker | undefined
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    worker ??= startWorker(args, options)
    const run = await worker.run(file)
    if (run.kind === 'done') results.set(file, run.result)
    if (run.kind === 'done' && !hasRun(run.result)) continue
    const seconds = run.kind === 'done' ? ` (${secondsOf(run.result)})` : ''
    console.log(`${file}${seconds}\n${inSources(run.output)}`.trimEnd())
    if (run.kind === 'lost') {
      fail(`${file}: ${run.why}`)
      worker = undefined
    }
  }
  const left = await worker?.end()
  if (left !== undefined) fail(`a worker does not end, since tests left open: ${left}`)
}

async function runInProcess(files: readonly string[], { folder, choices }: RunOptions): Promise<void> {
  const { prepareTests }: typeof preparing = await import(ofRunner('prepare-tests.ts'))
  await prepareTests(folder)
  const { runFile }: typeof running = await import(ofRunner('run-file.ts'))
  for (const file of files) {
    console.log(file)
    results.set(file, await runFile(folder, file, choices))
  }
}

function ofRunner(name: string): string {
  return pathToFileURL(compiledPath(`${TESTS}runner/${name}`)).href
}

function summarize({ slowest, choices }: RunOptions): void {
  const all = [...results.values()]
  const sum = (count: (result: FileResult) => number): number =>
    all.reduce((total, one) => total + count(one), 0)
  const texts = (list: (result: FileResult) => readonly string[]): ReadonlySet<string> =>
    new Set(all.flatMap(list))
  const [passed, leftOut] = [sum(one => one.passed), sum(one => one.leftOut)]
  for (const part of texts(one => one.missing)) fail(`required, but skipped: ${part}`)
  const names = choices.map(({ name }) => name).filter(Boolean)
  if (names.length > 0 && passed + failures + sum(one => one.failed) === 0)
    fail(`no test's name contains "${names.join('" or "')}"`)

  const files = [...results]
    .filter(([, one]) => hasRun(one))
    .map(([name, { milliseconds }]) => ({ name, milliseconds }))
  const tests = [...results].flatMap(([file, one]) =>
    one.tests.map(test => ({ ...test, name: `${file}: ${test.name}` })),
  )
  if (files.length > 1) listSlowest(files, slowest.files)
  listSlowest(tests, slowest.tests)
  if (leftOut > 0) console.log(`left out by name: ${leftOut}`)
  for (const part of texts(one => one.skipped)) console.log(`skipped: ${part}`)
  const failed = sum(one => one.failed) + failures
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

function listSlowest(
  timed: readonly { readonly name: string; readonly milliseconds: number }[],
  count: number,
): void {
  for (const one of timed.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, count))
    console.log(`slow: ${secondsOf(one)} ${one.name}`)
}

function secondsOf({ milliseconds }: { readonly milliseconds: number }): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

async function main(options: RunOptions): Promise<void> {
  const { folder, choices, workers } = options
  const all = await fg('**/*.test.ts', { cwd: folder })
  for (const { path } of choices)
    if (!all.some(file => file.includes(path))) fail(`no test file matches "${path}"`)
  const files = all.filter(file => choices.some(({ path }) => file.includes(path)))
  const durations = readDurations()
  await compileTests(folder)
  const queue = [...longestFirst(folder, files, durations)]
  if (inspector.url() === undefined)
    await Promise.all(
      Array.from({ length: Math.min(workers, files.length) }, () => runInWorker(queue, options)),
    )
  else await runInProcess(queue.sort(), options)
  summarize(options)
  const coverage = process.env['NODE_V8_COVERAGE']
  if (folder === TESTS && coverage !== undefined) attributeCoverage(coverage)
  // Where they say nothing of whole files, or of what takes longer than it does.
  if (folder !== TESTS || choices.some(({ name }) => name !== '') || propertyRuns(1) !== 1) return
  writeDurations(Object.fromEntries([...results].map(([file, { milliseconds }]) => [file, milliseconds])))
}

process.exitCode = 1 // until the last line is reached, so that a promise that hangs is no success
if (args.includes('--help')) console.log(USAGE)
else await main(parseOptions(args))
