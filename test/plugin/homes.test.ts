import type { Metafile } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { homesOf, MAIN, usedElsewhere } from '../../plugin/homes.ts'

/** A graph made of each module's imports. A `?` marks what `import()` loads. */
function graphOf(modules: Readonly<Record<string, string>>): Metafile {
  const inputs = Object.entries(modules).map(([path, imported]) => {
    const imports = imported.split(' ').filter(word => word !== '')
    return [
      path,
      {
        bytes: 1,
        imports: imports.map(word => ({
          path: word.replace('?', ''),
          kind: word.startsWith('?') ? ('dynamic-import' as const) : ('import-statement' as const),
          external: word.startsWith('node:'),
        })),
      },
    ] as const
  })
  return { inputs: Object.fromEntries(inputs), outputs: {} }
}

const graph = graphOf({
  entry: 'text node:fs ?check ?secret',
  text: 'virtual:yaml',
  'virtual:yaml': '',
  check: 'text report ?cluster',
  report: 'text',
  secret: 'report',
  cluster: 'secret-types ?text',
  'secret-types': '',
})
const files = { 'check.cjs': ['check'], 'later.cjs': [] }

test('a module is in the first file that imports it, and the last has what else is loaded by import()', () => {
  const homes = homesOf(graph, 'entry', files)
  assert.equal(Object.fromEntries(homes), {
    entry: MAIN,
    text: MAIN,
    check: 'check.cjs',
    report: 'check.cjs',
    secret: 'later.cjs',
    cluster: 'later.cjs',
    'secret-types': 'later.cjs',
  })
  assert.equal(Object.fromEntries(usedElsewhere(graph, homes)), {
    [MAIN]: ['text'],
    'check.cjs': ['check', 'report'],
    'later.cjs': ['cluster', 'secret'],
  })
})

test('what the entry imports cannot be in another file', () => {
  for (const module of ['text', 'secret-types', 'absent'])
    assert.throws(
      () => homesOf(graph, 'entry', { 'a.cjs': [module] }),
      `${module} is not loaded by import() only`,
    )
})

test.run()
