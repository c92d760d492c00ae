import { linkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { filterForCheck, filterForRegistries } from '../../../src/manifest/document-filters.ts'
import { findFiles } from '../../../src/io/sources/files.ts'
import { readSources } from '../../../src/io/sources/sources.ts'
import type { ReadSources } from '../../../src/io/sources/sources.ts'
import type { FileFilter } from '../../../src/manifest/read-document.ts'
import { countDocuments } from '../../../src/manifest/stream.ts'
import { makeFolder } from '../../folder.ts'

const injectWatch = filterForRegistries([], false).files
const MANY = 'x'.repeat(1000)

/** Content of a file, and whether inject must see it. */
const FILES: readonly (readonly [content: string | Buffer, matters: boolean])[] = [
  ['', false],
  ['# a comment\n', false],
  ['kind: Pod\nimage: nginx\n', false],
  ['kind: Pod\nimage: contoso.azurecr.io/web', true],
  ['kind: Pod\nimage: contoso.AzureCR.io/web\n', true],
  ['image: "contoso.azurecr\\x2eio/web"\n', true],
  ['image: contoso.azurecr', false],
  ['.io/web\n', false],
  ['kind: ServiceAccount', false],
  ['kind: ServiceAccount\nimagePullSecrets: [{name: a}]\n', true],
  ['kind: Pod # of no ServiceAccount\n', false],
  ['kind: CustomResourceDefinition\n', true],
  ['a: 1\n---\nb: 2\n---\n', false],
  ['---\na: 1\r\n---\r\nb: 2', false],
  ['\uFEFF---\na: ü\n', false],
  [Buffer.from('a: \xe9\n', 'latin1'), true],
  [Buffer.from('kind: Pod\n', 'utf16le'), true],
  [`${`# ${MANY}\n`.repeat(1100)}image: contoso.azurecr.io/web\n`, true],
  [`${`# ${MANY}\n`.repeat(900)}---\na: 1\n`, false],
  [`# ${MANY}\n`.repeat(1100), false],
  ['kind: Pod\nimage: contoso.azurecr.io/last\n', true],
]

async function read(files: readonly (string | Buffer)[], watch?: FileFilter): Promise<ReadSources> {
  const directory = makeFolder()
  for (const [index, content] of files.entries())
    writeFileSync(join(directory, `${String(index).padStart(4, '0')}.yaml`), content)
  return readSources(await findFiles('.', { cwd: directory, isRecursive: false }), watch)
}

test('of many files those are kept that matter, in their order, byte for byte', async () => {
  for (const repeats of [1, 2]) {
    const files = Array.from({ length: repeats }, () => FILES).flat()
    const { found, problems, passedOver, documentsPassedOver } = await read(
      files.map(([content]) => content),
      { ...injectWatch, asksForMore: () => false },
    )
    assert.equal(problems, [])
    assert.equal(
      found.map(({ name }) => Number(name.slice(0, 4))),
      files.flatMap(([, matters], index) => (matters ? [index] : [])),
    )
    for (const { name, bytes } of found)
      assert.ok(Buffer.from(files[Number(name.slice(0, 4))]?.[0] ?? '').equals(bytes), name)
    const others = files.flatMap(([content, matters]) => (matters ? [] : [Buffer.from(content)]))
    assert.is(passedOver.length, others.length)
    assert.is(
      documentsPassedOver,
      others.reduce((sum, bytes) => sum + countDocuments(bytes), 0),
    )
  }
})

test('what can be no manifest is refused, whatever stands beside it', async () => {
  const zip = 'PK\x03\x04'
  const elf = Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')
  const gzip = Buffer.from([0x1f, 0x8b, 8])
  const { problems, found } = await read(['a: 1', zip, 'b: 1', elf, gzip, 'azurecr.io'], injectWatch)
  assert.equal(
    problems.map(({ input, what }) => [input, what]),
    [
      ['0001.yaml', 'the content is a zip archive'],
      ['0003.yaml', 'the content is binary, not YAML or JSON'],
      ['0004.yaml', 'the content is compressed with gzip'],
    ],
  )
  assert.equal(
    found.map(({ name }) => name),
    ['0005.yaml'],
  )
})

async function kept(files: readonly string[], watch = injectWatch): Promise<readonly string[]> {
  return (await read(files, watch)).found.map(({ bytes }) => Buffer.from(bytes).toString())
}

test('a ServiceAccount is kept only where another one matters', async () => {
  const bare = 'kind: ServiceAccount\nmetadata: {name: web}\n'
  const hidden = 'kind: "Servic\\x65Account"\n'
  const listing = 'kind: ServiceAccount\nimagePullSecrets: [{name: a}]\n'
  const subject = 'kind: Pod\nimage: contoso.azurecr.io/web\n'
  assert.equal(await kept([bare, 'a: 1', subject, hidden]), [subject])
  assert.equal(await kept([bare, 'a: 1', listing, hidden]), [bare, listing, hidden])
  const list = `items:\n- kind: ServiceAccount\n- image: contoso.azurecr.io/web\n`
  assert.equal(await kept([bare, 'a: 1', `${subject}---\n${bare}`]), [`${subject}---\n${bare}`])
  assert.equal(await kept([bare, 'a: 1', list]), [bare, list])
  assert.equal(await kept([bare, 'a: 1'], filterForRegistries([], true).files), [bare])
})

test('a check keeps Secrets and what makes some', async () => {
  const files = ['kind: Secret', 'kind: OnePasswordItem', 'kind: ConfigMap', 'kind: VaultStaticSecret']
  const { found } = await read(files, filterForCheck([]).files)
  assert.equal(
    found.map(({ name }) => name),
    ['0000.yaml', '0001.yaml', '0003.yaml'],
  )
})

test('a file that matters is kept under the first of its names', async () => {
  const directory = makeFolder({ 'a.yaml': 'image: contoso.azurecr.io/web', 'b.yaml': 'a: 1' })
  linkSync(join(directory, 'a.yaml'), join(directory, 'hard.yaml'))
  const { found } = await readSources(
    await findFiles('.', { cwd: directory, isRecursive: true }),
    injectWatch,
  )
  assert.equal(
    found.map(({ name }) => name),
    ['a.yaml'],
  )
})

test.run()
