import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acr } from '../commands/in-process.ts'
import { flagsOf, mismatches, parseRows, readRows } from './rows.ts'

const test = suite('the table of acceptance runs')

/** What the program itself completes: verbs, and the long flags of each. */
async function completed(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await acr(['__complete', ...words])
  return stdout.split('\n').flatMap(line => (/^:|^$/.test(line) ? [] : [line.split('\t')[0] ?? '']))
}

/** The letters that the help of a verb shows. */
async function letters(verb: string): Promise<readonly string[]> {
  const { stdout } = await acr([verb, '--help'])
  return [...stdout.matchAll(/^ +(-[a-zA-Z]), --/gm)].map(([, letter = '']) => letter)
}

/** Verbs that run another one with its flags. */
const INJECTS = new Map([['post-render', 'inject']])

test('each flag of each verb is in a row', async () => {
  const used = new Set(readRows().flatMap(({ command }) => flagsOf(command)))
  const verbs = (await completed('')).filter(verb => verb !== 'help')
  assert.ok(verbs.includes('inject') && verbs.includes('check'))
  const flagsOfVerb = async (verb: string) => [...(await completed(verb, '--')), ...(await letters(verb))]
  const perVerb = await Promise.all(
    verbs.map(async verb => (await flagsOfVerb(verb)).map(one => `${INJECTS.get(verb) ?? verb} ${one}`)),
  )
  const flags = perVerb.flat()
  assert.ok(flags.includes('inject --in-place') && flags.includes('check -A'), flags.join())
  const without = flags.filter(flag => !used.has(flag))
  assert.equal(without, [], 'flags in no line of test/acceptance/rows.txt')
})

test('a line is a row', () => {
  const [row] = parseRows('# why\n[shell]\n* acr inject < a | cat  => 2 // error: & !b\n')
  assert.equal(row, {
    place: 'shell',
    isBasic: true,
    command: 'acr inject < a | cat',
    typed: undefined,
    exitCode: 2,
    stdout: { kind: 'text', text: '' },
    stderr: { kind: 'parts', parts: ['error:', '!b'] },
    line: 3,
  })
  const [asked] = parseRows('[terminal]\n(types p w) acr secret => 0 x\n')
  assert.equal([asked?.typed, asked?.command], ['p w', 'acr secret'])
  for (const text of [
    'acr inject => 0',
    '[shell]\nacr inject',
    '[nowhere]\na => 0',
    '[shell]\na => 0 a // b // c',
  ])
    assert.throws(() => parseRows(text), /rows\.txt:\d/, text)
})

test('what is not as expected is told', () => {
  assert.equal(mismatches('stdout', 'ab', { kind: 'parts', parts: ['a', '!c'] }), [])
  assert.is(mismatches('stdout', 'ab', { kind: 'parts', parts: ['c', '!a', 'b'] }).length, 2)
  assert.is(mismatches('stdout', 'a', { kind: 'text', text: '' }).length, 1)
  assert.equal(mismatches('stdout', 'a', { kind: 'anything' }), [])
})

test('the flags of a command line', () => {
  assert.equal(flagsOf('A=b acr inject -R --secret a=b < x | acr check -f- ; cat -n'), [
    'inject -R',
    'inject --secret',
    'check -f',
  ])
})

test.run()
