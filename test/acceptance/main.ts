/**
 * `npm run acceptance -- FORM...` runs the rows of `rows.txt` on what ships: `package`, an archive of an executable, or
 * `node@VERSION` for the basic rows, marked `*`; and by wine the archive for Windows, and
 * `win@VERSION` for the package with Node.js for Windows. Ends with "N rows hold, N do not".
 */
import { availableParallelism } from 'node:os'
import { makeFolder } from '../folder.ts'
import { findProgram, skippedParts } from '../skipped.ts'
import { prepareForm } from './forms.ts'
import type { Form } from './forms.ts'
import { startLoopback } from './loopback.ts'
import { readRows } from './rows.ts'
import type { Row } from './rows.ts'
import { runRow } from './run-row.ts'
import { runOnWindows } from './windows.ts'

const kubectl = findProgram('kubectl', 'rows that run kubectl')
const rows = readRows().filter(
  ({ command }) => kubectl !== undefined || !/\bkubectl\b| (?:-k|--kustomize)\b/.test(command),
)
const server = await startLoopback()
let [held, failed] = [0, 0]

for (const arg of process.argv.slice(2)) {
  const form = prepareForm(arg)
  const started = performance.now()
  const chosen = rows.filter(row => runsOn(row, form))
  const report = (row: Row, problems: readonly string[]): void => {
    if (problems.length === 0) held += 1
    else failed += 1
    if (problems.length > 0)
      console.log(`${form.name}, rows.txt:${row.line}: ${row.command}\n  ${problems.join('\n  ')}`)
  }
  if (form.os === 'linux' && form.problems !== undefined && form.problems.length > 0) {
    failed += 1
    console.log(`${form.name}\n  ${form.problems.join('\n  ')}`)
  }
  if (form.os === 'windows') await runOnWindows(chosen, form.command, server.address, report)
  else await runInTurns(chosen, form.path, report)
  console.log(`${form.name}: ${chosen.length} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
server.stop()
for (const part of skippedParts()) console.log(`skipped: ${part}`)
console.log(`${held} rows hold, ${failed} do not`)
process.exitCode = failed > 0 || held === 0 ? 1 : 0

function runsOn({ place, isBasic }: Row, form: Form): boolean {
  if (form.os === 'windows') return place === 'everywhere' || place === 'windows'
  return place !== 'windows' && (isBasic || !form.isBasic)
}

async function runInTurns(
  all: readonly Row[],
  path: readonly string[],
  report: (row: Row, problems: readonly string[]) => void,
): Promise<void> {
  const queue = [...all]
  const env = {
    PATH: [...path, process.env['PATH'] ?? ''].join(':'),
    XDG_CACHE_HOME: makeFolder(),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    // Nothing but loopback is asked.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  }
  const work = async (): Promise<void> => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift())
      report(row, await runRow(row, { env, address: server.address }))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}
