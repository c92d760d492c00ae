import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { precompiledSchemas } from '../../plugin/precompile.ts'

const HEAVY = ['@kubernetes/client-node', '@azure/identity', 'openid-client']

test('heavy packages are in chunks that no start loads', async () => {
  const entries = ['src/main.ts', 'src/cluster/connect.ts']
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: entries,
    outdir: 'none',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    plugins: [precompiledSchemas],
    logLevel: 'silent',
  })
  const loaded = (output: string, seen: Set<string> = new Set()): Set<string> => {
    if (seen.has(output)) return seen
    seen.add(output)
    for (const { path, kind } of metafile.outputs[output]?.imports ?? [])
      if (kind === 'import-statement') loaded(path, seen)
    return seen
  }
  const holding = Object.entries(metafile.outputs)
    .filter(([, { inputs }]) => Object.keys(inputs).some(input => HEAVY.some(name => input.includes(name))))
    .map(([path]) => path)
  assert.ok(holding.length > 0)
  for (const entry of entries) {
    const output = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry)?.[0]
    assert.ok(output)
    assert.equal(
      [...loaded(output ?? '')].filter(path => holding.includes(path)),
      [],
    )
  }
})

test.run()
