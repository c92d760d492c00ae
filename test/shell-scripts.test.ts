import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findProgram } from './skipped.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const scripts = ['.ci', 'plugin'].flatMap(directory =>
  readdirSync(root + directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/node_modules|[\\/](?:dist|packages)$/.test(entry.parentPath))
    .map(entry => `${entry.parentPath}/${entry.name}`)
    .filter(path => /^#!.*\b(?:ba)?sh\n/.test(readFileSync(path, 'latin1').slice(0, 80))),
)

test('there are shell scripts', () => {
  assert.ok(scripts.length >= 8, scripts.join())
})

test('each bash script ends at the first error, also within a pipe', () => {
  for (const path of scripts) assert.match(readFileSync(path, 'utf8'), /^set -euo pipefail$/m, path)
})

const shellcheck = findProgram('shellcheck', 'the check of shell scripts')
if (shellcheck !== undefined)
  test('shellcheck finds nothing', () => {
    const checked = spawnSync(shellcheck, ['--external-sources', ...scripts], { encoding: 'utf8' })
    assert.equal([checked.status, checked.stdout, checked.stderr], [0, '', ''])
  })

test.run()
