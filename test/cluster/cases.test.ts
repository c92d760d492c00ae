import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { builtPlugin, pluginCommand, runProgram } from '../plugin/built-plugin.ts'
import type { Ended } from '../plugin/built-plugin.ts'
import { findProgram } from '../skipped.ts'
import { makeAuthority } from './authority.ts'
import { withKube } from './kube.ts'
import { readCase } from './read-case.ts'
import { serveObjects } from './serve-objects.ts'

// What the built plugin says of each of `cases`, and what the program in this process says.

const cases = fileURLToPath(new URL('cases/', import.meta.url))
const isRewriting = process.argv.includes('--rewrite')

const openssl = findProgram('openssl', 'cases of a cluster')
if (openssl !== undefined) testCases(openssl)

function testCases(program: string): void {
  const test = suite('cases of a cluster')
  const authority = makeAuthority(program)

  for (const name of readdirSync(cases).toSorted())
    test(name, async () => {
      const folder = join(cases, name)
      const { objects, serving, args } = readCase(folder)
      await withKube(authority, serveObjects(objects, serving), async kube => {
        const config = join(makeFolder({ config: kube.config() }), 'config')
        const { PATH = '', XDG_CACHE_HOME } = process.env
        const env = { PATH: `${builtPlugin()}:${PATH}`, KUBECONFIG: config, XDG_CACHE_HOME }
        const [runner, ...first] = pluginCommand()
        const told = say(await runProgram(runner, [...first, ...args], '', env))
        const path = join(folder, 'expected.txt')
        if (isRewriting) writeFileSync(path, told)
        assert.fixture(told, readFileSync(path, 'utf8'))
        assert.fixture(say(await acr(args, { env, spawn })), told)
        for (const format of ['wide', 'json', 'sarif', 'github'])
          say(await acr([...args, '-o', format], { env, spawn }))
      })
    })

  test.run()
}

/** What a run said, in which nothing is of a Secret: neither as it is nor in base64. */
function say({ code, stdout, stderr }: Pick<Ended, 'code' | 'stdout' | 'stderr'>): string {
  const told = `exit ${code}\n${stderr}${stdout}`
  assert.not.match(told, /this is a bug|hunter2|s3cret|cHVsb/)
  return told
}
