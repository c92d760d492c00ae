import { mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import * as fc from 'fast-check'
import fg from 'fast-glob'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findFiles } from '../../../src/io/sources/files.ts'
import { makeFolder } from '../../folder.ts'
import { propertyRuns } from '../../property-runs.ts'

const NAMES = ['a', 'b', '.c', 'skip', 'd.yaml', 'e.yaml', '.f.yaml', 'g.json', 'h.txt']

/** What a tree holds, path by path: a directory, a file, or a link to somewhere in it. */
type Entry = 'directory' | 'file' | { readonly link: string }

const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'))
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Entry>('file') },
  { weight: 2, arbitrary: fc.constant<Entry>('directory') },
  {
    weight: 1,
    arbitrary: fc.oneof(path, fc.constantFrom('.', '..', 'nowhere')).map((link): Entry => ({ link })),
  },
)
const tree = fc.array(fc.tuple(path, entry), { minLength: 1, maxLength: 14 })
const part = fc.constantFrom(
  '**',
  '*',
  '*.yaml',
  '*.{yaml,json}',
  '?.yaml',
  '{a,b}',
  '{a,skip/b}',
  '[ab]',
  '[!a]*',
  '.*',
  '!(a)',
  '@(a|b)',
  'a',
  'skip',
  'd.yaml',
)
const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'))

function plant(entries: readonly (readonly [path: string, entry: Entry])[]): string {
  // A folder within one of its own, so that a link to `..` leads to nothing that other tests change.
  const root = join(makeFolder(), 'tree')
  mkdirSync(root)
  for (const [name, made] of entries) {
    try {
      mkdirSync(join(root, name, '..'), { recursive: true })
      if (made === 'directory') mkdirSync(join(root, name), { recursive: true })
      else if (made === 'file') writeFileSync(join(root, name), '', { flag: 'wx' })
      else symlinkSync(made.link.startsWith('.') ? made.link : join(root, made.link), join(root, name))
    } catch {
      // Another one is there already.
    }
  }
  return root
}

/** What a glob means, said simply: what fast-glob finds, each file once, and of a directory the manifests in it. */
function meantBy(pattern: string, cwd: string, isLeftOut: (name: string) => boolean): readonly string[] {
  try {
    return matchesOf(pattern, cwd, isLeftOut)
  } catch {
    return [] // a link to itself or to nowhere, which is an error of the whole glob
  }
}

function matchesOf(pattern: string, cwd: string, isLeftOut: (name: string) => boolean): readonly string[] {
  const real = new Set<string>()
  const matches = fg.sync(pattern, {
    cwd,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: !pattern.includes('**'),
  })
  return matches
    .filter(name => !isLeftOut(name))
    .toSorted()
    .flatMap(name => {
      if (!statSync(resolve(cwd, name)).isDirectory()) return [name]
      const inside = fg.sync('*.{yaml,json,yml}', { cwd: resolve(cwd, name), dot: true, onlyFiles: false })
      return inside
        .toSorted()
        .filter(
          child => statSync(resolve(cwd, name, child), { throwIfNoEntry: false })?.isDirectory() !== true,
        )
        .map(child => join(name, child))
        .filter(child => !isLeftOut(child))
    })
    .filter(name => {
      const identity = statSync(resolve(cwd, name), { throwIfNoEntry: false })
        ? realpathSync(resolve(cwd, name))
        : resolve(cwd, name)
      return !real.has(identity) && real.add(identity)
    })
}

async function found(pattern: string, cwd: string, excludes: readonly string[]): Promise<readonly string[]> {
  const exclusions = {
    excludes: excludes.map(one => ({ pattern: one, directory: cwd })),
    usesGitignore: false,
  }
  try {
    const files = await findFiles(pattern, { cwd, isRecursive: false, exclusions })
    const seen = new Set<string>()
    return files.filter(({ identity }) => !seen.has(identity) && seen.add(identity)).map(({ name }) => name)
  } catch {
    return []
  }
}

const isSkipped = (name: string): boolean =>
  name.split('/').some(one => one === 'skip' || extname(one) === '.json')

test('a glob finds what fast-glob does, each file once', async () => {
  await fc.assert(
    fc.asyncProperty(tree, glob, async (entries, pattern) => {
      const cwd = plant(entries)
      if (!/[*?[{]/.test(pattern)) return
      assert.equal(
        await found(pattern, cwd, []),
        meantBy(pattern, cwd, () => false),
        pattern,
      )
    }),
    { numRuns: propertyRuns(100) },
  )
})

const start = fc.constantFrom(
  '',
  './',
  'a/',
  'a/b/',
  './a/',
  './.c/',
  '.c/',
  '././',
  'nowhere/',
  'd.yaml/',
  'a/../b/',
  'a//',
)
const extensions = fc.constantFrom('*.yaml', '*.json', '*.{yaml,json}', '*.{yaml}', '*.y*')

test('by extension, it finds below a directory what fast-glob does', async () => {
  await fc.assert(
    fc.asyncProperty(tree, start, extensions, fc.boolean(), async (entries, below, ending, isAbsolute) => {
      const cwd = plant(entries)
      const pattern = `${isAbsolute ? `${cwd}/` : ''}${below}**/${ending}`
      assert.equal(
        await found(pattern, cwd, []),
        meantBy(pattern, cwd, () => false),
        pattern,
      )
    }),
    { numRuns: propertyRuns(150) },
  )
})

test('and nothing of what is left out, nor below it', async () => {
  await fc.assert(
    fc.asyncProperty(tree, glob, async (entries, pattern) => {
      const cwd = plant(entries)
      // Without the exclude, a glob that begins below a file named skip is an error.
      if (!/[*?[{]/.test(pattern) || /^(skip|\{a,skip)\//.test(pattern)) return
      assert.equal(await found(pattern, cwd, ['skip', '*.json']), meantBy(pattern, cwd, isSkipped), pattern)
    }),
    { numRuns: propertyRuns(80) },
  )
})

test.run()
