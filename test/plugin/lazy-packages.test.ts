import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lazyPackages, PACKAGES, usedExports } from '../../plugin/lazy-packages.ts'
import { makeFolder } from '../folder.ts'
import { builtBundle } from './built-plugin.ts'

type Exports = Readonly<Record<string, unknown>>

const test = suite('the bundle')
const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)
const dist = (): string => join(builtBundle(), '../dist')

/** What a module that is bundled as the plugin is gets of a package when it imports it in each of the two ways. */
async function seenByBundle(name: string, names: readonly string[]): Promise<readonly Exports[]> {
  const folder = makeFolder()
  symlinkSync(join(dist(), 'packages'), join(folder, 'packages'), 'junction')
  const outfile = join(folder, 'probe.cjs')
  await build({
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    supported: { 'dynamic-import': false },
    stdin: {
      contents: `export * as statically from './static.mjs'; export const dynamically = import('${name}')`,
      resolveDir: root,
      sourcefile: 'probe.ts',
    },
    outfile,
    plugins: [
      {
        name: 'probe',
        setup(plugins) {
          plugins.onResolve({ filter: /static\.mjs$/ }, ({ path }) => ({ path, namespace: 'probe' }))
          plugins.onLoad({ filter: /./, namespace: 'probe' }, () => ({
            contents: `export { ${names.join(', ')} } from '${name}'`,
            resolveDir: root,
          }))
        },
      },
      lazyPackages,
    ],
  })
  const { statically, dynamically } = require(outfile)
  return [statically, await dynamically]
}

/** Bundling may give a function another name. */
const described = (value: unknown): unknown =>
  typeof value === 'function' ? `function of ${value.length}` : typeof value

for (const { name } of PACKAGES)
  test(`a package in a file of its own gives what it gives the sources: ${name}`, async () => {
    const names = usedExports(name, join(root, 'src'))
    const wanted: Exports = await import(name)
    for (const seen of await seenByBundle(name, names))
      for (const used of names) assert.is(described(seen[used]), described(wanted[used]), used)
  })

test('nothing in it tells where it was built', () => {
  const files = readdirSync(dist(), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  assert.ok(files.length > PACKAGES.length)
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'latin1')
    for (const place of [root, dist(), homedir()])
      if (place.length > '/root'.length) assert.not.ok(text.includes(place), `${name} holds ${place}`)
  }
})

test.run()
