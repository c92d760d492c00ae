import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { builtPlugin, pluginCommand, runProgram } from '../plugin/built-plugin.ts'
import type { Ended } from '../plugin/built-plugin.ts'
import { findProgram } from '../skipped.ts'
import { makeAuthority } from './authority.ts'
import { withKube } from './kube.ts'
import { serveObjects } from './serve-objects.ts'
import type { Serving } from './serve-objects.ts'

// `cases/<what is odd>/`: `objects.json` is what a cluster holds, with `serving.json` for how; `args`, a line each, for
// more than `check -n shop`; `expected.txt` is what the built plugin says, its exit code first.

const cases = fileURLToPath(new URL('cases/', import.meta.url))
const isRewriting = process.argv.includes('--rewrite')

const openssl = findProgram('openssl', 'cases of a cluster')
if (openssl !== undefined) testCases(openssl)

function testCases(program: string): void {
  const test = suite('cases of a cluster')
  const authority = makeAuthority(program)

  for (const name of readdirSync(cases).toSorted())
    test(name, async () => {
      const { code, stdout, stderr } = await check(join(cases, name))
      const told = `exit ${code}\n${stderr}${stdout}`
      assert.not.match(told, 'this is a bug')
      assert.not.match(told, 'cHVsbDpz')
      const path = join(cases, name, 'expected.txt')
      if (isRewriting) writeFileSync(path, told)
      assert.fixture(told, readFileSync(path, 'utf8'))
    })

  async function check(folder: string): Promise<Ended> {
    const objects: readonly object[] = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8'))
    const serving: Serving = existsSync(join(folder, 'serving.json'))
      ? JSON.parse(readFileSync(join(folder, 'serving.json'), 'utf8'))
      : {}
    const args = existsSync(join(folder, 'args'))
      ? readFileSync(join(folder, 'args'), 'utf8').split('\n').filter(Boolean)
      : ['-n', 'shop']
    return withKube(authority, serveObjects(objects, serving), kube => {
      const config = join(makeFolder({ config: kube.config() }), 'config')
      const env = { PATH: `${builtPlugin()}:${process.env['PATH'] ?? ''}`, KUBECONFIG: config }
      const [runner, ...first] = pluginCommand()
      return runProgram(runner, [...first, 'check', '--context', 'test', ...args], '', env)
    })
  }

  test.run()
}
