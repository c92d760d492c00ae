import fg from 'fast-glob'
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseRecord, recordsAt, textsAt, valueAt } from '../src/text/json-record.ts'
import { ROOMS } from './rooms.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(root + path, 'utf8')
const files = fg.sync('**/*.ts', { cwd: `${root}src` }).toSorted()

interface Import {
  readonly from: string
  /** A file below `src`, or the name of a module. */
  readonly of: string
}

const imports = files.flatMap((from): readonly Import[] =>
  [...read(`src/${from}`).matchAll(/\b(?:from|import\() ?'([^']+)'/g)].map(([, name = '']) => ({
    from,
    of: name.startsWith('.') ? posix.join(posix.dirname(from), name) : name,
  })),
)

const EXPORTED = /^export (?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/gm

/** The place of a file's room in the list, from the top. */
function floorOf(file: string): number {
  const [room] = ROOMS.filter(({ path }) => file === path || file.startsWith(`${path}/`)).toSorted(
    (a, b) => b.path.length - a.path.length,
  )
  return room === undefined ? -1 : ROOMS.indexOf(room)
}

/** A package counts as pure. */
function isFreeOfEffects(file: string): boolean {
  return ROOMS[floorOf(file)]?.isPure ?? true
}

test('every file has a room, and every room has a file', () => {
  assert.equal(
    files.filter(file => floorOf(file) < 0),
    [],
  )
  const floors = new Set(files.map(floorOf))
  assert.equal(
    ROOMS.filter((_, floor) => !floors.has(floor)).map(({ path }) => path),
    [],
  )
})

test('imports run down', () => {
  const up = imports.filter(({ from, of }) => of.endsWith('.ts') && floorOf(of) < floorOf(from))
  assert.equal(
    up.map(({ from, of }) => `${from} imports ${of}`),
    [],
  )
})

test('no file imports itself by way of others', () => {
  const below = new Map(
    files.map(file => [file, imports.flatMap(({ from, of }) => (from === file ? [of] : []))]),
  )
  const finished = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '))
    else if (!finished.has(file)) {
      for (const next of below.get(file) ?? []) visit(next, [...path, file])
      finished.add(file)
    }
  }
  for (const file of files) visit(file, [])
  assert.equal(circles, [])
})

test('no two exported names are alike', () => {
  const homes = new Map<string, string[]>()
  for (const file of files)
    for (const [, name = ''] of read(`src/${file}`).matchAll(EXPORTED))
      homes.set(name, [...new Set([...(homes.get(name) ?? []), file])])
  assert.equal(
    [...homes].filter(([, all]) => all.length > 1),
    [],
  )
})

test('a pure room takes no module of Node but its bytes', () => {
  const touching = imports.filter(
    ({ from, of }) => isFreeOfEffects(from) && of.startsWith('node:') && of !== 'node:buffer',
  )
  assert.equal(
    touching.map(({ from, of }) => `${from} imports ${of}`),
    [],
  )
})

test('a pure room imports only pure rooms', () => {
  const touching = imports.filter(({ from, of }) => isFreeOfEffects(from) && !isFreeOfEffects(of))
  assert.equal(
    touching.map(({ from, of }) => `${from} imports ${of}`),
    [],
  )
})

test('the linter knows the pure rooms', () => {
  const known = recordsAt(parseRecord(read('.oxlintrc.json')), 'overrides')
    .filter(({ rules }) => Array.isArray(valueAt(rules, 'no-restricted-globals')))
    .flatMap(override => textsAt(override, 'files'))
  const rooms = ROOMS.filter(({ isPure }) => isPure).map(({ path }) => path.split('/')[0])
  assert.equal(known.toSorted(), [...new Set(rooms)].map(room => `src/${room}/**`).toSorted())
})

test('ARCHITECTURE.md tells of each room in the same order', () => {
  const told = [...read('ARCHITECTURE.md').matchAll(/^\| `src\/([\w./-]+?)\/?` (\*)?/gm)]
  const rooms = ROOMS.filter(({ path }) => !path.includes('/'))
  assert.equal(
    told.map(([, path, star]) => `${path}${star ?? ''}`),
    rooms.map(({ path, isPure }) => `${path}${isPure ? '*' : ''}`),
  )
})

test('ARCHITECTURE.md names only files that are there', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/`((?:src|plugin|test|[a-z-]+)\/[\w./-]+\.ts)`/g)]
  const missing = named.flatMap(([, path = '']) =>
    [path, `src/${path}`].some(one => existsSync(root + one)) ? [] : [path],
  )
  assert.equal(missing, [])
})

test.run()
