/**
 * `npm run fuzz [-- RUNS [SEED]]`: searches for inputs on which the fast reader differs from the tree, and, where kubectl is on
 * PATH, for odd YAML of which kubectl reads anything else than the input with the right names; and shows them. Then it runs
 * the test files that hold properties, which try each of them PROPERTY_RUNS times as often as `npm test` does.
 */
import fg from 'fast-glob'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fuzzAgainstKubectl } from './inject/kubectl/fuzz.ts'
import { fuzz } from './manifest/fast-reader/fuzz.ts'
import { findProgram } from './skipped.ts'

/** How many times as often as in `npm test`, unless the variable says otherwise. */
const { PROPERTY_RUNS = '20' } = process.env
const [runs = '200000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
/** One document in ten takes as long for kubectl, and these are enough to find what is left. */
const judged = Math.max(20_000, Number(runs) / 10)

interface Difference {
  readonly text: string
  readonly difference: string
}

function show(differences: readonly Difference[]): void {
  for (const { text, difference } of differences.slice(0, 20))
    console.log(`${difference}:\n${JSON.stringify(text)}\n`)
  if (differences.length > 0) process.exitCode = 1
}

console.log(`seed ${seed}, ${runs} mutations`)
const { answered, differences } = fuzz(Number(seed), Number(runs))
show(differences)
console.log(`${answered} answered by the fast reader, ${differences.length} differences from the tree`)

const kubectl = findProgram('kubectl', 'the differential fuzz against kubectl')
if (kubectl !== undefined) {
  const judgement = await fuzzAgainstKubectl(kubectl, Number(seed), judged)
  show(judgement.differences)
  const { read, refused } = judgement
  for (const [problem, count] of refused) console.log(`${count} not edited: ${problem}`)
  console.log(`${judged} odd documents, ${read} read by kubectl, ${judgement.differences.length} differences`)
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const withProperties = fg
  .sync('**/*.test.ts', { cwd: folder })
  .filter(file => /'fast-check'|property-runs/.test(readFileSync(folder + file, 'utf8')))
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', `${folder}run.ts`, '--timeout', '3600', ...withProperties],
  { env: { ...process.env, PROPERTY_RUNS }, stdio: 'inherit' },
)
if (status !== 0) process.exitCode = 1
