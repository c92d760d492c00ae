/** `npm run fuzz [-- RUNS [SEED]]`: searches for inputs on which the outline differs from the tree, and shows them. */
import { fuzz } from './manifest/outline/fuzz.ts'

const [runs = '200000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
console.log(`seed ${seed}, ${runs} mutations`)
const { answered, differences } = fuzz(Number(seed), Number(runs))
for (const { text, difference } of differences.slice(0, 20))
  console.log(`${difference}:\n${JSON.stringify(text)}\n`)
console.log(`${answered} answered by the outline, ${differences.length} differences from the tree`)
process.exitCode = differences.length > 0 ? 1 : 0
