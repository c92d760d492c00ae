import * as fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { TransformedSource } from '../../../src/inject/outcome.ts'
import { applyEdits } from '../../../src/manifest/edit.ts'
import type { Edit } from '../../../src/manifest/edit.ts'
import { renderDiff } from '../../../src/report/transform/diff.ts'
import { findProgram } from '../../skipped.ts'
import { lines, source, transformation } from '../transformations.ts'
import { propertyRuns } from '../../property-runs.ts'

/** A source written with its edits in place: `a{{b->c}}d` is `abd` with an edit that makes it `acd`. */
function edited(name: string, text: string): TransformedSource {
  const [first = '', ...rest] = text.split('{{')
  let before = first
  const edits: Edit[] = []
  for (const part of rest) {
    const [, removed = '', added = '', kept = ''] = /^(.*?)->(.*?)\}\}(.*)$/s.exec(part) ?? []
    edits.push({ offset: Buffer.byteLength(before), remove: Buffer.byteLength(removed), text: added })
    before += removed + kept
  }
  return source(name, before, edits)
}

function after({ before, edits }: TransformedSource): string {
  return Buffer.concat([...applyEdits(before, edits)]).toString()
}

const ten = '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n'

const cases: Record<string, [text: string, expected: string]> = {
  'lines put in': [
    'spec:\n  template:\n    spec:\n      containers:\n{{->      imagePullSecrets:\n        - name: acr-secret\n}}      - name: web\n',
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -2,4 +2,6 @@',
      '   template:',
      '     spec:',
      '       containers:',
      '+      imagePullSecrets:',
      '+        - name: acr-secret',
      '       - name: web',
    ),
  ],
  'the same from the end of the line before': [
    'spec:\n  containers:{{->\n  imagePullSecrets:\n  - name: acr-secret}}\n  - name: web\n',
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,3 +1,5 @@',
      ' spec:',
      '   containers:',
      '+  imagePullSecrets:',
      '+  - name: acr-secret',
      '   - name: web',
    ),
  ],
  'in the middle of a line': [
    'spec: {containers: [],{{-> imagePullSecrets: [{name: acr-secret}],}} x: 1}\n',
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1 +1 @@',
      '-spec: {containers: [], x: 1}',
      '+spec: {containers: [], imagePullSecrets: [{name: acr-secret}], x: 1}',
    ),
  ],
  'twice in a line': [
    'a{{->b}}c{{d->}}e\nf\n',
    lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -1,2 +1,2 @@', '-acde', '+abce', ' f'),
  ],
  'lines taken out': [
    `1\n2\n{{3\n4\n->}}5\n`,
    lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -1,5 +1,3 @@', ' 1', ' 2', '-3', '-4', ' 5'),
  ],
  'six lines between: one hunk': [
    `{{->a\n}}1\n2\n3\n4\n5\n6\n{{->b\n}}7\n8\n9\n10\n11\n`,
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,9 +1,11 @@',
      '+a',
      ' 1',
      ' 2',
      ' 3',
      ' 4',
      ' 5',
      ' 6',
      '+b',
      ' 7',
      ' 8',
      ' 9',
    ),
  ],
  'seven lines between: two hunks, the second moved by the first': [
    `0\n{{->a\na\n}}1\n2\n3\n4\n5\n6\n7\n{{->b\n}}8\n9\n10\n11\n`,
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,4 +1,6 @@',
      ' 0',
      '+a',
      '+a',
      ' 1',
      ' 2',
      ' 3',
      '@@ -6,6 +8,7 @@',
      ' 5',
      ' 6',
      ' 7',
      '+b',
      ' 8',
      ' 9',
      ' 10',
    ),
  ],
  'no newline at the end, and none after': [
    'a\nb{{->\nc}}',
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,2 +1,3 @@',
      ' a',
      '-b',
      '\\ No newline at end of file',
      '+b',
      '+c',
      '\\ No newline at end of file',
    ),
  ],
  'no newline at the end of the context': [
    '{{->a\n}}b',
    lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -1 +1,2 @@', '+a', ' b', '\\ No newline at end of file'),
  ],
  'the last newline goes': [
    'a{{\nb\n->}}',
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,2 +1 @@',
      '-a',
      '-b',
      '+a',
      '\\ No newline at end of file',
    ),
  ],
  'at the end, in two edits': [
    'a\n{{->b}}{{->c\n}}',
    lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -1 +1,2 @@', ' a', '+bc'),
  ],
  'an empty source': ['{{->a\n}}', lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -0,0 +1 @@', '+a')],
  'all goes': ['{{a\n->}}', lines('--- a/web.yaml', '+++ b/web.yaml', '@@ -1 +0,0 @@', '-a')],
  'CRLF stays': [
    'a\r\n{{->b\r\n}}c\r\n',
    '--- a/web.yaml\n+++ b/web.yaml\n@@ -1,2 +1,3 @@\n a\r\n+b\r\n c\r\n',
  ],
  'a lone CR ends no line': [
    'a\rb{{->\rc}}\rd\ne\n',
    '--- a/web.yaml\n+++ b/web.yaml\n@@ -1,2 +1,2 @@\n-a\rb\rd\n+a\rb\rc\rd\n e\n',
  ],
  'a byte order mark stays': [
    '\ufeffa\n{{->b\n}}',
    '--- a/web.yaml\n+++ b/web.yaml\n@@ -1 +1,2 @@\n \ufeffa\n+b\n',
  ],
  'beyond the BMP': [
    '😀: é\n{{->ü: 🚀\n}}',
    '--- a/web.yaml\n+++ b/web.yaml\n@@ -1 +1,2 @@\n 😀: é\n+ü: 🚀\n',
  ],
  'document markers are no headers': [
    `--- a\n{{--- b\n->+++ c\n}}${ten}`,
    lines(
      '--- a/web.yaml',
      '+++ b/web.yaml',
      '@@ -1,5 +1,5 @@',
      ' --- a',
      '---- b',
      '++++ c',
      ' 1',
      ' 2',
      ' 3',
    ),
  ],
  'an edit that changes nothing': ['a\n{{b->b}}\nc{{->}}\n', ''],
  'no edit': ['a\n', ''],
}

for (const [name, [text, expected]] of Object.entries(cases)) {
  test(name, () => {
    assert.is(renderDiff(transformation({ sources: [edited('web.yaml', text)] }), { color: false }), expected)
  })
}

const headers: Record<string, string> = {
  './deploy/web.yaml': '--- a/deploy/web.yaml',
  '/srv/web.yaml': '--- a/srv/web.yaml',
  '.hidden.yaml': '--- a/.hidden.yaml',
  '../web.yaml': '--- a/../web.yaml',
  'standard input': '--- a/standard input\t',
  'größe.yaml': '--- a/größe.yaml',
  'a"b\\c\n.yaml': '--- "a/a\\"b\\\\c\\012.yaml"',
}

for (const [name, header] of Object.entries(headers)) {
  test(`the header of ${JSON.stringify(name)}`, () => {
    const diff = renderDiff(transformation({ sources: [edited(name, '{{->a\n}}')] }), { color: false })
    assert.is(diff.split('\n')[0], header)
  })
}

test('edits come in any order, and sources one after the other', () => {
  const { before, edits } = edited('a.yaml', 'a{{->1}}b{{->2}}\n')
  const sources = [
    source('a.yaml', before, edits.toReversed()),
    source('b.yaml', 'x'),
    edited('c.yaml', '{{->c\n}}'),
  ]
  assert.is(
    renderDiff(transformation({ sources }), { color: false }),
    lines(
      '--- a/a.yaml',
      '+++ b/a.yaml',
      '@@ -1 +1 @@',
      '-ab',
      '+a1b2',
      '--- a/c.yaml',
      '+++ b/c.yaml',
      '@@ -0,0 +1 @@',
      '+c',
    ),
  )
})

test('colours leave line ends alone', () => {
  const sources = [edited('a.yaml', 'a\r\n{{b->c}}\r\n')]
  assert.is(
    renderDiff(transformation({ sources }), { color: true }),
    '\u001b[1m--- a/a.yaml\u001b[0m\n\u001b[1m+++ b/a.yaml\u001b[0m\n\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n' +
      ' a\r\n\u001b[31m-b\u001b[0m\r\n\u001b[32m+c\u001b[0m\r\n',
  )
})

/** What a patch program does, by the book: it believes the line numbers and refuses what does not match. */
function patch(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const result: string[] = []
  let taken = 0
  let wanted: [old: number, new: number] = [0, 0]
  const body = (diff.match(/[^\n]*\n/g) ?? []).slice(2)
  const openHunk = (line: string): void => {
    const [, oldStart = '', oldCount = '1', newStart = '', newCount = '1'] =
      /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n$/.exec(line) ?? []
    const skipTo = Number(oldStart) - (oldCount === '0' ? 0 : 1)
    assert.ok(skipTo >= taken)
    result.push(...old.slice(taken, skipTo))
    taken = skipTo
    assert.is(result.length, Number(newStart) - (newCount === '0' ? 0 : 1))
    wanted = [Number(oldCount), Number(newCount)]
  }
  for (const [at, line] of body.entries()) {
    if (line.startsWith('\\')) continue
    if (wanted[0] === 0 && wanted[1] === 0) {
      openHunk(line)
      continue
    }
    const text = body[at + 1]?.startsWith('\\') === true ? line.slice(1, -1) : line.slice(1)
    if (!line.startsWith('+')) {
      assert.is(text, old[taken])
      taken += 1
      wanted[0] -= 1
    }
    if (!line.startsWith('-')) {
      result.push(text)
      wanted[1] -= 1
    }
  }
  assert.equal(wanted, [0, 0])
  return [...result, ...old.slice(taken)].join('')
}

// Few characters, so that lines are often alike; what ends lines, and what a diff writes itself, among them.
const characters = ['a', 'b', '\n', '\n', '\n', '\r', '\r\n', ' ', '-', '+', '@', '\\', 'é', '😀', '\ufeff']
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...characters), { maxLength }).map(parts => parts.join(''))
const splices = fc.array(fc.record({ kept: text(30), removed: text(4), added: text(6) }), { maxLength: 6 })

function spliced(
  name: string,
  parts: readonly { kept: string; removed: string; added: string }[],
  end: string,
): TransformedSource {
  let before = ''
  const edits: Edit[] = []
  for (const { kept, removed, added } of parts) {
    before += kept
    edits.push({ offset: Buffer.byteLength(before), remove: Buffer.byteLength(removed), text: added })
    before += removed
  }
  return source(name, before + end, edits)
}

const sources = fc.tuple(splices, text(30)).map(([parts, end]) => spliced('a.yaml', parts, end))

test('property: the diff, followed by the book, gives what the edits give', () => {
  fc.assert(
    fc.property(sources, changed => {
      const diff = renderDiff(transformation({ sources: [changed] }), { color: false })
      assert.is(patch(changed.before.toString(), diff), after(changed))
      assert.is(diff === '', changed.before.toString() === after(changed))
    }),
    { numRuns: propertyRuns(1000) },
  )
})

function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-acr-diff-'))
  try {
    use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function checkProgram(
  folder: string,
  changed: readonly TransformedSource[],
  program: string,
  args: readonly string[],
): void {
  for (const { name, before } of changed) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), before)
  }
  const input = renderDiff(transformation({ sources: changed }), { color: false })
  // Git must not take the folder for a part of a work tree that happens to lie above it.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() }
  if (input !== '')
    execFileSync(program, args, { cwd: folder, env, input, stdio: ['pipe', 'ignore', 'pipe'] })
  for (const value of changed) {
    const path = join(folder, value.name)
    // Both programs may take away a file that has become empty.
    assert.is(existsSync(path) ? readFileSync(path, 'utf8') : '', after(value), value.name)
  }
}

const programs = {
  git: ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'],
  patch: ['-p1', '--binary', '-F0', '-s'],
}
// The quoted name is for git alone: not every patch program knows quotes, nor Windows the name.
const names = ['standard input', 'größe.yaml', 'a b/c.yaml', './e.yaml']
const quotedName = 'f"g.yaml'

for (const [program, args] of Object.entries(programs)) {
  const path = findProgram(program, `diffs applied by the real ${program}`)
  if (path === undefined) continue

  test(`${program} applies every case of the table, and odd names`, () => {
    const quoted = program === 'git' && process.platform !== 'win32' ? [quotedName] : []
    const changed = [
      ...Object.values(cases).map(([value], index) => edited(`${index}/web.yaml`, value)),
      ...[...names, ...quoted].map(name => edited(name, '1\n{{->a\n}}2\n')),
    ]
    inFolder(folder => checkProgram(folder, changed, path, args))
  })

  test(`property: ${program} applies any diff`, () => {
    const many = fc.array(sources, { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(many, generated => {
        const changed = generated.map((value, index) => ({ ...value, name: `${index}.yaml` }))
        inFolder(folder => checkProgram(folder, changed, path, args))
      }),
      { numRuns: propertyRuns(5) },
    )
  })
}

test.run()
