/** `npm run bench`: what the filter costs, next to what a user would pick instead. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { inputOf, removeInputs } from './inputs/files.ts'
import { SHAPES } from './inputs/shapes.ts'
import { timer } from './measure/peak.ts'
import { optionsFrom, USAGE } from './options.ts'
import type { Options } from './options.ts'
import { surroundings } from './report/machine.ts'
import { cells, HEAD, misses } from './report/rows.ts'
import { table } from './report/table.ts'
import { measure } from './result.ts'
import type { Result } from './result.ts'
import { describeShare, manifestsIn, outlineShare } from './share.ts'
import type { Work } from './work.ts'
import { works } from './works.ts'

const RESULTS = new URL('RESULTS.md', import.meta.url)

/** The rows that are asked for; throws a TypeError, as the reading of the flags does, where there is none. */
function chosenWorks({ sizes, nativeProgram, only }: Options): readonly Work[] {
  const all = works(sizes, nativeProgram)
  const chosen = all.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()))
  if (chosen.length > 0) return chosen
  throw new TypeError(
    `no row's name contains "${only}"; they are\n${all.map(({ name }) => `  ${name}\n`).join('')}`,
  )
}

async function bench(chosen: readonly Work[], options: Options): Promise<void> {
  const results: Result[] = []
  for (const [index, work] of chosen.entries()) {
    process.stderr.write(`${index + 1} of ${chosen.length}: ${work.name}\n`)
    const result = await measure(work, options.effort)
    // Each row at once as well: a full run is long, and may be interrupted.
    process.stderr.write(`  ${cells(result).slice(1, 6).filter(Boolean).join(', ')}\n`)
    results.push(result)
  }
  const text = page(results, await shares(options), options)
  process.stdout.write(text)
  if (options.writes) writeFileSync(RESULTS, text)
}

function page(results: readonly Result[], shared: readonly string[], { isShort }: Options): string {
  const lines = [
    ...surroundings(new Date()),
    'Medians of whole processes, run in turn; "ratio" is ours by the other. Peak memory is ours, then the other\'s.',
    ...(isShort
      ? ['The inputs are shorter than those that the bars are meant for: no verdict is final.']
      : []),
    `Documents that the outline answers itself: ${shared.join('; ')}.`,
    ...(timer().length === 0 ? ['Peak memory is not known: GNU time is not there.'] : []),
  ]
  const list = lines.map(line => `- ${line}\n`).join('')
  return `# Results of npm run bench\n\n${list}\n${table([HEAD, ...results.map(cells)])}${isShort ? '' : misses(results)}`
}

/** How much the outline answers itself, of the inputs that are made here and of what others wrote. */
async function shares({ sizes, folders }: Options): Promise<readonly string[]> {
  const made = await Promise.all(
    SHAPES.map(async shape => {
      const { file } = await inputOf(shape, sizes.small)
      return `${shape} ${describeShare(outlineShare([readFileSync(file)]))}`
    }),
  )
  return [
    ...made,
    ...folders.map(folder => `${basename(folder)} ${describeShare(outlineShare(manifestsIn(folder)))}`),
  ]
}

/** What is called for, or `undefined` where the call is wrong, which is then said. */
function called(args: readonly string[]): { options: Options; chosen: readonly Work[] } | undefined {
  try {
    const options = optionsFrom(args)
    return { options, chosen: chosenWorks(options) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`error: ${error.message}\n\n${USAGE}`)
    return undefined
  }
}

const call = called(process.argv.slice(2))
if (call === undefined) process.exitCode = 2
else if (call.options.cleans) removeInputs()
else await bench(call.chosen, call.options)
