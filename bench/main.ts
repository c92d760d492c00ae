/** `npm run bench`: the cost of the filter, compared with the alternatives of a user. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { inputOf, removeInputs } from './inputs/files.ts'
import { SHAPES } from './inputs/shapes.ts'
import { timer } from './measure/peak.ts'
import { optionsFrom, USAGE } from './options.ts'
import type { Options } from './options.ts'
import { environmentLines } from './report/machine.ts'
import { cells, HEAD, misses } from './report/rows.ts'
import { table } from './report/table.ts'
import { measure } from './result.ts'
import type { Result } from './result.ts'
import { describeShare, manifestsIn, fastReaderShare } from './share.ts'
import type { Work } from './work.ts'
import { works } from './works.ts'

const RESULTS = new URL('RESULTS.md', import.meta.url)

/** The rows that `--only` selects. Throws a TypeError if there are none, like the parser of the flags. */
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
    // Prints each row immediately, because a full run is long and may be interrupted.
    process.stderr.write(`  ${cells(result).slice(1, 6).filter(Boolean).join(', ')}\n`)
    results.push(result)
  }
  const text = page(results, await shares(options), options)
  process.stdout.write(text)
  if (options.writes) writeFileSync(RESULTS, text)
}

function page(results: readonly Result[], shared: readonly string[], { isShort }: Options): string {
  const lines = [
    ...environmentLines(new Date()),
    'Medians of whole processes, run in turn; "ratio" is ours by the other. Peak memory is ours, then the other\'s.',
    ...(isShort
      ? ['The inputs are shorter than those that the bars are meant for: no verdict is final.']
      : []),
    `Documents that the fast reader handles: ${shared.join('; ')}.`,
    ...(timer().length === 0 ? ['Peak memory is not known: GNU time is not installed.'] : []),
  ]
  const list = lines.map(line => `- ${line}\n`).join('')
  return `# Results of npm run bench\n\n${list}\n${table([HEAD, ...results.map(cells)])}${isShort ? '' : misses(results)}`
}

/** The share of documents that the fast reader handles, for generated inputs and for folders of others. */
async function shares({ sizes, folders }: Options): Promise<readonly string[]> {
  const made = await Promise.all(
    SHAPES.map(async shape => {
      const { file } = await inputOf(shape, sizes.small)
      return `${shape} ${describeShare(fastReaderShare([readFileSync(file)]))}`
    }),
  )
  return [
    ...made,
    ...folders.map(folder => `${basename(folder)} ${describeShare(fastReaderShare(manifestsIn(folder)))}`),
  ]
}

/** The options and rows of the call, or `undefined` after an error message. */
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
