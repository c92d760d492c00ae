import fg from 'fast-glob'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import { runProgram } from '../plugin/built-plugin.ts'
import { findProgram, skipPart } from '../skipped.ts'
import { anchorOf, fencedBlocks, headingsOf, proseOf, withoutBlocks } from './blocks.ts'
import { SCHEMA_FILE, writeSchema } from './configuration.ts'
import { DOCUMENTS, PICTURE, readDocument, renewDocument, renewPicture, top } from './documents.ts'
import { strangeWords } from './named-flags.ts'
import { strangeAz, strangeKubectl } from './other-programs.ts'

/** Why a block of shell commands cannot run here: `files` are those of the reader, `today` is an installation that takes minutes. */
const NEEDS = ['azure', 'cluster', 'network', 'release', 'files', 'today']
const INFOS = /^(?:console|text|yaml|json|diff|dockerfile|python|powershell|sh (\w+))$/

for (const path of DOCUMENTS) {
  const text = readDocument(path)

  test(`${path}: each block can be run, or says what it needs`, () => {
    for (const { info, text: shown } of fencedBlocks(text)) {
      const need = INFOS.exec(info)
      assert.ok(need !== null && (need[1] === undefined || NEEDS.includes(need[1])), info)
      if (info === 'console') assert.match(shown, /^\$ /)
    }
  })

  test(`${path}: names no verb and no flag that there is not`, () => {
    assert.equal(strangeWords(withoutBlocks(text, 'console')), []) // those are run
  })

  test(`${path}: names no command and no flag that az has not`, () => {
    assert.equal(strangeAz(text), [])
  })

  test(`${path}: YAML is YAML`, () => {
    for (const block of fencedBlocks(text).filter(({ info }) => info === 'yaml'))
      assert.equal(
        parseAllDocuments(block.text).flatMap(({ errors }) => errors.map(error => error.message)),
        [],
      )
  })

  test(`${path}: links lead somewhere`, () => {
    assert.equal(deadLinks(path, text), [])
  })
}

test('a flag or a link that there is not is told', () => {
  assert.equal(strangeWords('`kubectl acr inject --frob x`').length, 1)
  assert.equal(strangeWords('kubectl acr check -f a \\\n  --registry contoso -Z'), [
    'kubectl acr check -f a --registry contoso -Z: there is no -Z',
  ])
  assert.equal(strangeWords('kubectl acr frob -f a').length, 1)
  assert.equal(strangeWords('kubectl acr is a plugin'), [])
  assert.equal(strangeAz('`az acr show --frob x`'), ['az acr show --frob'])
  assert.equal(strangeAz('`az acr frob`'), ['az acr frob'])
  assert.equal(deadLinks('README.md', '[a](none.md) [b](README.md#none) [c](https://x.y)'), [
    'none.md',
    'README.md#none',
  ])
})

test('the README is short', () => {
  assert.ok(readDocument('README.md').split('\n').length < 200)
})

test('each finding has a heading in docs/check.md', () => {
  const source = readFileSync(`${top}src/check/finding.ts`, 'utf8')
  const [union = ''] = /export type FindingCode =\n(?: {2}\| '.+'\n)+/.exec(source) ?? []
  const codes = [...union.matchAll(/'(.+)'/g)].map(([, code = '']) => code)
  assert.ok(codes.length > 60)
  const headings = headingsOf(readDocument('docs/check.md')).filter(heading => /^`.+`$/.test(heading))
  assert.equal(headings.map(heading => heading.slice(1, -1)).toSorted(), codes.toSorted())
})

test('each code of inject has a heading in docs/inject.md', () => {
  const union = /export type DiagnosticCode =\n(?:(?: {2}\| '.+'\n)+)/
  const [diagnostics = ''] = union.exec(readFileSync(`${top}src/manifest/diagnostic.ts`, 'utf8')) ?? []
  const folder = `${top}src/inject/`
  const sources = [
    diagnostics.replaceAll("| '", "code: '"),
    ...fg.sync('**/*.ts', { cwd: folder }).map(file => readFileSync(folder + file, 'utf8')),
  ]
  const codes = sources.flatMap(text =>
    [...text.matchAll(/code: '([a-z0-9-]+)'/g)].map(([, code = '']) => code),
  )
  const expected = new Set([...codes, 'missing-pull-secret', 'listed-pull-secret', 'unusable-input'])
  assert.ok(expected.size > 20)
  const headings = headingsOf(readDocument('docs/inject.md')).filter(heading => /^`.+`$/.test(heading))
  assert.equal(headings.map(heading => heading.slice(1, -1)).toSorted(), [...expected].toSorted())
})

const kubectl = findProgram('kubectl', 'flags of kubectl in the documents')
if (kubectl !== undefined) {
  const texts = new Map<string, Promise<string>>()
  const help = (words: readonly string[]): Promise<string> => {
    const key = words.join(' ')
    const known = texts.get(key) ?? helpOf(words)
    texts.set(key, known)
    return known
  }
  const helpOf = async (words: readonly string[]): Promise<string> => {
    const args = words[0] === 'options' ? words : [...words, '--help']
    return (await runProgram(kubectl, args)).stdout
  }
  for (const path of DOCUMENTS)
    test(`${path}: names no flag that kubectl has not`, async () => {
      assert.equal(await strangeKubectl(readDocument(path), help), [])
    })
  test('a flag that kubectl has not is told', async () => {
    assert.equal(await strangeKubectl('`kubectl get pods --frob`', help), ['kubectl get pods --frob'])
  })
}

test('the schema that ships is the one of the program (npm run docs)', () => {
  assert.fixture(readDocument(SCHEMA_FILE), writeSchema())
})

const programs = ['kubectl', 'bash'].map(program => findProgram(program, 'the commands of the documents'))
if (process.platform === 'win32') skipPart('the commands of the documents (they are written for bash)')
else if (!programs.includes(undefined))
  for (const path of DOCUMENTS)
    test(`${path} shows what the program prints (npm run docs)`, async () => {
      const text = readDocument(path)
      assert.fixture(await renewDocument(text), text)
    })

if (process.platform === 'linux' && findProgram('script', 'the picture of a terminal') !== undefined)
  test('the picture shows what a terminal shows (npm run docs)', async () => {
    assert.fixture(await renewPicture(), readDocument(PICTURE))
  })

/** Links to files and headings of the repository that are not there. */
function deadLinks(from: string, text: string): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return []
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? from : join(dirname(from), path)
    if (!existsSync(top + file)) return [link]
    if (anchor === undefined) return []
    return headingsOf(readDocument(file)).map(anchorOf).includes(anchor) ? [] : [link]
  })
}

test.run()
