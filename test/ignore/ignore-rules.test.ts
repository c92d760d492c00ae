import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ignoreRule, ignoreRulesIn, verdictOf } from '../../src/ignore/ignore-rules.ts'
import { excludedBy } from '../../src/io/sources/exclusions.ts'
import { makeFolder } from '../folder.ts'
import { skipPart } from '../skipped.ts'
import { propertyRuns } from '../property-runs.ts'

const CASE = { ignoresCase: false }

/** Whether one pattern leaves out a path: by that path alone. */
function isMatched(pattern: string, path: string): boolean {
  const isDirectory = path.endsWith('/')
  const plain = isDirectory ? path.slice(0, -1) : path
  const name = plain.slice(plain.lastIndexOf('/') + 1)
  const directory = plain.slice(0, -name.length)
  return verdictOf(ignoreRulesIn(pattern, CASE), directory, name, isDirectory) ?? false
}

const TABLE: readonly (readonly [pattern: string, matched: string, other: string])[] = [
  ['node_modules', 'a/node_modules/', 'a/node_module/'],
  ['build/', 'x/build/', 'x/build'],
  ['/build', 'build', 'x/build'],
  ['a/b', 'a/b', 'x/a/b'],
  ['*.yaml', 'x/a.yaml', 'x/a.yml'],
  ['/*.yaml', 'a.yaml', 'x/a.yaml'],
  ['**/templates', 'templates/', 'mytemplates/'],
  ['charts/**/templates/', 'charts/a/b/templates/', 'charts/templates'],
  ['charts/**/templates/', 'charts/templates/', 'x/charts/templates/'],
  ['a/**', 'a/b/c', 'a'],
  ['a/*/c', 'a/b/c', 'a/b/b/c'],
  ['a**b', 'axyb', 'ax'],
  ['?.yaml', 'a.yaml', 'ab.yaml'],
  ['[a-c].yaml', 'b.yaml', 'd.yaml'],
  ['[!a-c].yaml', 'd.yaml', 'a.yaml'],
  ['[]-].yaml', '].yaml', 'a.yaml'],
  ['[[:digit:]].yaml', '7.yaml', 'x.yaml'],
  ['\\#a', '#a', 'a'],
  ['\\!a', '!a', 'a'],
  ['a\\ ', 'a ', 'a'],
  ['a  ', 'a', 'a  '],
  ['a\\*', 'a*', 'ab'],
  ['a\r\n', 'a', 'a\r'],
  ['\uFEFFa', 'a', '\uFEFFa'],
  ['*/', 'x/', 'x'],
]
for (const [pattern, matched, other] of TABLE)
  test(`${JSON.stringify(pattern)} matches ${matched} and not ${other}`, () => {
    assert.ok(isMatched(pattern, matched))
    assert.not(isMatched(pattern, other))
  })

test('a comment, an empty line and what can match nothing are no rules', () => {
  assert.equal(ignoreRulesIn('# a\n\n\r\n/\n!\n!/\n', CASE), [])
  for (const pattern of ['[a', 'a\\', '[[:what:]]', '[a-']) assert.not(isMatched(pattern, 'a'))
})

test('the last rule that matches counts', () => {
  const rules = ignoreRulesIn('*.yaml\n!keep.yaml\n', CASE)
  assert.is(verdictOf(rules, '', 'a.yaml', false), true)
  assert.is(verdictOf(rules, '', 'keep.yaml', false), false)
  assert.is(verdictOf(rules, '', 'a.json', false), undefined)
})

test('where case makes no difference, it makes none', () => {
  const rule = ignoreRule('Build/*.YAML', { ignoresCase: true })
  assert.ok(rule && verdictOf([rule], 'bUILD/', 'a.yaml', false))
})

test('many stars take no time', () => {
  const start = performance.now()
  const path = `${'a'.repeat(200)}c`
  for (const glob of ['*a'.repeat(40), '**/'.repeat(30) + 'b', 'x/' + '*a'.repeat(40) + 'b'])
    assert.not(isMatched(glob, `x/${path}/${path}`))
  assert.ok(performance.now() - start < 2_000)
})

const hasGit = spawnSync('git', ['--version']).status === 0

/** What git leaves out of a repository with these files, by its own word. */
function leftOutByGit(repository: string, paths: readonly string[]): ReadonlySet<string> {
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
    cwd: repository,
    input: paths.map(path => `${path}\0`).join(''),
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  })
  return new Set(stdout.toString().split('\0').slice(0, -1))
}

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '*',
  '**',
  '?',
  'a*',
  '*b',
  '[ab]',
  '[!a]',
  '[[:alpha:]]',
  '\\a',
  '**b',
  'a**',
)
const pattern = fc
  .tuple(
    fc.constantFrom('', '!', '/', '!/'),
    fc.array(piece, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '/', ' ', '/**', '/*'),
  )
  .map(([start, pieces, end]) => start + pieces.join('/') + end)
const ignoreFile = fc.array(pattern, { maxLength: 5 }).map(lines => lines.join('\n'))

const NAMES = ['a', 'b', 'ab']
const DIRECTORIES = ['', ...NAMES, ...NAMES.flatMap(one => NAMES.map(two => `${one}/${two}`))]
const FILES = DIRECTORIES.flatMap(directory =>
  ['a.x', 'b.x'].map(name => [directory, name].filter(Boolean).join('/')),
)

if (hasGit)
  test('it leaves out what git does', () => {
    const repository = makeFolder(Object.fromEntries(FILES.map(path => [path, ''])))
    execFileSync('git', ['init', '-q'], { cwd: repository })
    fc.assert(
      fc.property(ignoreFile, ignoreFile, ignoreFile, (root, inA, inAB) => {
        const files = { '.gitignore': root, 'a/.gitignore': inA, 'a/b/.gitignore': inAB }
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(repository, path)), { recursive: true })
          writeFileSync(join(repository, path), text)
        }
        const leftOutOf = excludedBy({ excludes: [], usesGitignore: true })
        const isLeft = (path: string, isDirectory: boolean): boolean =>
          (path.includes('/') && isLeft(dirname(path), true)) ||
          leftOutOf(dirname(join(repository, path)))(basename(path), isDirectory) !== undefined
        const directories = DIRECTORIES.filter(Boolean)
        const ours = [
          ...directories.filter(path => isLeft(path, true)),
          ...FILES.filter(path => isLeft(path, false)),
        ]
        const gits = leftOutByGit(repository, [...directories, ...FILES])
        assert.equal(new Set(ours), gits, JSON.stringify(files))
      }),
      { numRuns: propertyRuns(20) },
    )
  })
else skipPart('.gitignore compared with git (no git)')

test.run()
