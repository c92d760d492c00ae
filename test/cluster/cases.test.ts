import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkInFormats } from '../commands/check-formats.ts'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { builtPlugin, pluginCommand, runProgram } from '../plugin/built-plugin.ts'
import type { Ended } from '../plugin/built-plugin.ts'
import { findProgram } from '../skipped.ts'
import { makeAuthority } from './authority.ts'
import { withKube } from './kube.ts'
import { readCase } from './read-case.ts'
import { serveObjects } from './serve-objects.ts'

// What the program says of each of `cases`, in this process, and what the built plugin says of some of them.

const cases = fileURLToPath(new URL('cases/', import.meta.url))
const isRewriting = process.argv.includes('--rewrite')

/** Of them the built plugin says the same, over TLS: one with all kinds of findings, one with a call that fails, and Secrets. */
const BUILT = ['events-of-then-and-now', 'namespace-is-not-there', 'secret-is-for-another-registry']

async function withCase(
  name: string,
  authority: Parameters<typeof withKube>[0],
  work: (one: { args: readonly string[]; config: string; expected: string }) => Promise<void>,
): Promise<void> {
  const folder = join(cases, name)
  const { objects, serving, args } = readCase(folder)
  await withKube(authority, serveObjects(objects, serving), kube =>
    work({
      args,
      config: join(makeFolder({ config: kube.config() }), 'config'),
      expected: join(folder, 'expected.txt'),
    }),
  )
}

const test = suite('cases of a cluster')

for (const name of readdirSync(cases).toSorted())
  test(name, () =>
    withCase(name, 'http', async ({ args, config, expected }) => {
      const { PATH = '' } = process.env
      const around = { env: { PATH, KUBECONFIG: config }, spawn }
      const ran = await acr(args, around)
      const told = say(ran)
      if (isRewriting) writeFileSync(expected, told)
      assert.fixture(told, readFileSync(expected, 'utf8'))
      if (ran.code === 2) say(await acr([...args, '-o', 'json'], around)) // an error is said before anything is shown
      if (ran.code === 2) return
      const shown = await checkInFormats(args, ['wide', 'json', 'sarif', 'github', 'junit'], around)
      for (const stdout of shown) say({ code: ran.code, stdout, stderr: '' })
    }),
  )

const openssl = findProgram('openssl', 'cases of a cluster by the built plugin')
if (openssl !== undefined) {
  const authority = makeAuthority(openssl)
  for (const name of BUILT)
    test(`${name}, by the built plugin`, () =>
      withCase(name, authority, async ({ args, config, expected }) => {
        const { PATH = '', XDG_CACHE_HOME } = process.env
        const env = { PATH: `${builtPlugin()}:${PATH}`, KUBECONFIG: config, XDG_CACHE_HOME }
        const [runner, ...first] = pluginCommand()
        const told = say(await runProgram(runner, [...first, ...args], '', env))
        assert.fixture(told, readFileSync(expected, 'utf8'))
      }))
}

test.run()

/** What a run said, in which nothing is of a Secret: neither as it is nor in base64. */
function say({ code, stdout, stderr }: Pick<Ended, 'code' | 'stdout' | 'stderr'>): string {
  const told = `exit ${code}\n${stderr}${stdout}`
  assert.not.match(told, /this is a bug|hunter2|s3cret|cHVsb/)
  return told
}
