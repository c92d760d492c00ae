/**
 * Runs every `*.test.ts` below this folder, or those whose path contains the first argument, and ends with the
 * line `N passed, N failed`. uvu's own runner lets three mistakes pass, so that this one counts them as failures:
 * no file was found, a file forgot `test.run()`, and a test was left on `only` or `skip`.
 */
import fg from 'fast-glob'
import { configureGlobal } from 'fast-check'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { missingParts, skippedParts } from './skipped.ts'

type SuiteRun = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>
type Group = [name: string, ...runs: SuiteRun[]]

declare global {
  var UVU_DEFER: number
  var UVU_INDEX: number
  var UVU_QUEUE: Group[]
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const [pattern = ''] = process.argv.slice(2)
const files = (await fg('**/*.test.ts', { cwd: folder })).filter(file => file.includes(pattern)).sort()

configureGlobal({ includeErrorInReport: true })
globalThis.UVU_DEFER = 1
globalThis.UVU_QUEUE = []

let passed = 0
let failed = 0
const skipping = new Set<string>() // files of which a part is skipped, which may be all of it
const fail = (message: string): void => {
  failed += 1
  console.log(`  FAIL ${message}`)
}

process.exitCode = 1 // until the last line is reached, so that a promise that hangs is no success
for (const [index, file] of files.entries()) {
  globalThis.UVU_INDEX = index
  globalThis.UVU_QUEUE.push([file])
  const before = skippedParts().length
  await import(pathToFileURL(folder + file).href)
  if (skippedParts().length > before) skipping.add(file)
}
for (const [file, ...suites] of globalThis.UVU_QUEUE) {
  console.log(file)
  if (suites.length === 0 && !skipping.has(file)) fail(`${file}: test.run() is missing`)
  for (const suite of suites) {
    const [errors, ran, skipped, total] = await suite()
    passed += ran
    failed += total - ran
    if (errors !== true) console.log(errors)
    if (skipped > 0) fail(`${file}: ${skipped} tests left out by only or skip`)
    if (total === 0) fail(`${file}: a suite without tests`)
  }
}
if (files.length === 0) fail(`no test file matches "${pattern}"`)
for (const part of missingParts()) fail(`required, but skipped: ${part}`)

for (const part of skippedParts()) console.log(`skipped: ${part}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
