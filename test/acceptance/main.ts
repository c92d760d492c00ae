/**
 * `npm run acceptance -- FORM...` runs the rows of `rows.txt` on what ships: `package`, an archive of an executable, or
 * `node@VERSION` for the few rows that each version of Node.js must pass. Ends with "N rows hold, N do not".
 */
import { availableParallelism } from 'node:os'
import { makeFolder } from '../folder.ts'
import { findProgram, skippedParts } from '../skipped.ts'
import { installPackage, unpackArchive, withNode } from './forms.ts'
import type { Form } from './forms.ts'
import { startLoopback } from './loopback.ts'
import { readRows } from './rows.ts'
import type { Row } from './rows.ts'
import { runRow } from './run-row.ts'

const args = process.argv.slice(2)
const isOfNode = (arg: string): boolean => arg.startsWith('node@')
const kubectl = findProgram('kubectl', 'rows that run kubectl')
const rows = readRows().filter(
  ({ place, command }) =>
    place !== 'windows' && (kubectl !== undefined || !/\bkubectl\b| (?:-k|--kustomize)\b/.test(command)),
)
const installed = args.some(arg => arg === 'package' || isOfNode(arg)) ? installPackage() : undefined

function formOf(arg: string): Form {
  if (installed === undefined) return unpackArchive(arg)
  return arg === 'package'
    ? installed
    : isOfNode(arg)
      ? withNode(installed, arg.slice(5))
      : unpackArchive(arg)
}

const server = await startLoopback()
let [held, failed] = [0, 0]
for (const arg of args) {
  const started = performance.now()
  const form = formOf(arg)
  const queue = isOfNode(arg) ? rows.filter(({ isForEachNode }) => isForEachNode) : [...rows]
  const count = queue.length
  const env = {
    PATH: [...form.path, process.env['PATH'] ?? ''].join(':'),
    XDG_CACHE_HOME: makeFolder(),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    // Nothing but loopback is asked.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  }
  const work = async (): Promise<void> => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift())
      report(form, row, await runRow(row, { env, address: server.address }))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  console.log(`${form.name}: ${count} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
server.stop()
for (const part of skippedParts()) console.log(`skipped: ${part}`)
console.log(`${held} rows hold, ${failed} do not`)
process.exitCode = failed > 0 || held === 0 ? 1 : 0

function report(form: Form, row: Row, problems: readonly string[]): void {
  if (problems.length === 0) held += 1
  else {
    failed += 1
    console.log(`${form.name}, rows.txt:${row.line}: ${row.command}\n  ${problems.join('\n  ')}`)
  }
}
