import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { runProgram } from './built-plugin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

// The acceptance runs pack, install and run the npm package (`test/acceptance/forms.ts`).
test('without the development dependencies the clone installs, but does not pack', async () => {
  const clone = makeFolder()
  mkdirSync(join(clone, 'plugin'))
  for (const file of ['package.json', 'plugin/prepare.mjs', 'plugin/build.ts'])
    cpSync(join(root, file), join(clone, file))
  const run = (command: string) =>
    runProgram(process.execPath, [join(clone, 'plugin/prepare.mjs')], '', {
      ...process.env,
      npm_command: command,
    })
  const installed = await run('ci')
  assert.is(installed.code, 0, installed.stderr)
  assert.match(installed.stderr, 'not built')
  assert.is.not((await run('pack')).code, 0)
})

test.run()
