import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { amount, median, reaches } from '../../bench/measure/figures.ts'
import { optionsFrom } from '../../bench/options.ts'
import { cells, HEAD, misses } from '../../bench/report/rows.ts'
import { table } from '../../bench/report/table.ts'
import { isReached, measure, ratioOf } from '../../bench/result.ts'
import type { Figure, Measured } from '../../bench/result.ts'
import type { Work } from '../../bench/work.ts'
import { works } from '../../bench/works.ts'

const absent = { absent: 'x is not installed' }
const work: Work = { name: 'work', ours: absent, other: absent, compares: 'time', bar: { most: 2 } }
const ours: Figure = { name: 'inject', bytes: 8e6, seconds: 2, peakBytes: 60e6 }
const other: Figure = { name: 'yq', bytes: 1e6, seconds: 4, peakBytes: 40e6 }

const measured = (changes: Partial<Work>): Measured => {
  const changed = { ...work, ...changes }
  return { work: changed, ours, other, ratio: ratioOf(changed.compares, ours, other), rounds: 3 }
}

test('medians', () => {
  assert.is(median([5]), 5)
  assert.is(median([9, 1, 2]), 2)
  assert.is(median([10, 1, 4, 2]), 3)
  assert.throws(() => median([]), /no median/)
})

test('a bar is reached by its own value too', () => {
  assert.equal(
    [1.9, 2, 2.1].map(ratio => reaches(ratio, { most: 2 })),
    [true, true, false],
  )
  assert.equal(
    [1.9, 2, 2.1].map(ratio => reaches(ratio, { least: 2 })),
    [false, true, true],
  )
})

test('ratios of time, of rate and of memory', () => {
  assert.is(ratioOf('time', ours, other), 0.5)
  assert.is(ratioOf('rate', ours, other), 16)
  assert.is(ratioOf('memory', ours, other), 1.5)
  assert.ok(Number.isNaN(ratioOf('memory', ours, { ...other, peakBytes: undefined })))
})

test('what counts as reached', () => {
  assert.is(isReached(measured({})), true)
  assert.is(isReached(measured({ bar: { most: 0.4 } })), false)
  assert.is(isReached(measured({ noVerdict: 'another yq' })), undefined)
  assert.is(isReached(measured({ compares: 'memory', maxBytes: 60e6 })), false)
  assert.is(isReached(measured({ compares: 'memory', maxBytes: 61e6 })), true)
  assert.is(isReached({ ...measured({}), ratio: Number.NaN }), undefined)
})

test('rows that miss their bar are listed with the reason', () => {
  const results = [
    measured({}),
    measured({ name: 'slow', bar: { most: 0.4 }, reason: 'It waits.' }),
    measured({ name: 'odd', bar: { most: 0.4 } }),
    { work, ...absent },
  ]
  const list =
    '- slow: 0.5 x, at most 0.4 x. It waits.\n- odd: 0.5 x, at most 0.4 x. The reason is not known.\n'
  assert.is(misses(results), `\n## Bars that are not reached\n\n${list}`)
  assert.is(misses(results.slice(0, 1)), '')
})

test('a row for each kind of comparison', () => {
  assert.equal(cells(measured({})), [
    'work',
    '2 s',
    'yq: 4 s',
    '0.5 x',
    'at most 2 x',
    'yes',
    '60 MB, 40 MB',
    '3',
  ])
  const rate = cells(measured({ compares: 'rate', bar: { least: 60 } }))
  assert.equal(rate.slice(1, 6), ['4 MB/s', 'yq: 0.25 MB/s', '16 x', 'at least 60 x', 'no'])
  const memory = cells(measured({ compares: 'memory', bar: { most: 1.2 }, maxBytes: 120e6 }))
  assert.equal(memory.slice(1, 6), ['60 MB', 'yq: 40 MB', '1.5 x', 'at most 1.2 x, under 120 MB', 'no'])
  const missing = cells({ work, absent: 'yq is not installed' })
  assert.is(missing[5], 'not run: yq is not installed')
  assert.is(missing.length, HEAD.length)
})

test('a table that can be read as it stands', () => {
  const text = table([
    ['work', 'n'],
    ['a | b', '12'],
  ])
  assert.is(text, '| work   | n   |\n| ------ | --- |\n| a \\| b | 12  |\n')
})

test('amounts', () => {
  assert.equal([2e5, 1e6, 1.5e7, 1e9].map(amount), ['200 kB', '1 MB', '15 MB', '1 GB'])
})

test('flags', () => {
  const { isShort, only, writes, sizes } = optionsFrom(['--only', 'yq'])
  assert.equal([isShort, only, writes, sizes.edited], [false, 'yq', false, 100e6])
  assert.ok(optionsFrom(['--quick']).sizes.edited < sizes.edited)
  assert.throws(() => optionsFrom(['--write', '--only', 'x']), /leave out --only/)
  assert.throws(
    () => optionsFrom(['--bogus']),
    (error: unknown) => error instanceof TypeError,
  )
})

test('each row has a name that --only can tell from the others', () => {
  for (const flags of [[], ['--quick'], ['--most', '2']]) {
    const names = works(optionsFrom(flags).sizes, 'kubectl-acr').map(({ name }) => name)
    assert.is(new Set(names).size, names.length, names.join('\n'))
  }
})

test('what is not there is said, and nothing is run', async () => {
  assert.equal(await measure(work, optionsFrom([]).effort), { work, absent: 'x is not installed' })
})

test.run()
