import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { archiveProblems } from '../../plugin/packaging/krew-rules.ts'
import { readArchive } from '../../plugin/packaging/tar.ts'
import { makeFolder } from '../folder.ts'
import { skipPart } from '../skipped.ts'
import { builtPlugin } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

/** What only an executable can do wrong: it must run the plugin, and nothing that lies around. */
const hostile = {
  'bunfig.toml': 'preload = ["./foreign.js"]\n[run]\npreload = ["./foreign.js"]\n',
  '.env': 'KUBECTL=./foreign\nBUN_OPTIONS=--preload=./foreign.js\n',
  '.env.local': 'KUBECTL=./foreign\n',
  'foreign.js': 'console.log("foreign code")\n',
  'main.js': 'console.log("foreign code")\n',
  'package.json': '{"type": "commonjs", "main": "foreign.js", "imports": {"#a": "./foreign.js"}}\n',
  'tsconfig.json': '{"compilerOptions": {"paths": {"*": ["./foreign.js"]}}}\n',
}

function version(env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(join(builtPlugin(), 'kubectl-acr'), ['version'], {
    cwd: makeFolder(hostile),
    env: { PATH: process.env['PATH'], ...env },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

const archive = process.env['KUBECTL_ACR_ARCHIVE']
if (archive === undefined) skipPart('native executables (KUBECTL_ACR_ARCHIVE names no archive)')
else {
  const test = suite('the executable')

  test('Krew takes its archive, and the licences are in it', () => {
    const entries = readArchive(readFileSync(archive))
    assert.equal(archiveProblems(entries, 'kubectl-acr'), [])
    const paths = entries.map(({ path }) => path)
    assert.equal(paths, ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES', 'kubectl-acr'])
    const notices = String(entries.find(({ path }) => path === 'THIRD-PARTY-NOTICES')?.bytes)
    for (const part of [
      'clipanion 3',
      '# Bun',
      'GNU LIBRARY GENERAL PUBLIC LICENSE',
      'Version 2.1, February 1999',
    ])
      assert.ok(notices.includes(part), part)
  })

  test('it takes no file in the working directory for its configuration', async () => {
    const { code, stdout, stderr } = await version({})
    assert.equal([code, stderr], [0, ''])
    assert.match(stdout, /^kubectl-acr v\S+ \(commit \S+, Bun \S+, linux\/\S+\)\n$/)
  })

  for (const [name, value] of [
    ['NODE_OPTIONS', '--require=./foreign.js'],
    ['NODE_OPTIONS', '--no-such-option'],
    ['BUN_OPTIONS', '--preload=./foreign.js'],
    ['BUN_OPTIONS', '--print=1'],
    ['BUN_BE_BUN', '1'],
    ['BUN_INSPECT', 'ws://127.0.0.1:0/x?break=1'],
    ['BUN_INSPECT_PRELOAD', './foreign.js'],
  ] as const) {
    test(`it ignores ${name}=${value}`, async () =>
      assert.equal(await version({ [name]: value }), await version({})))
  }

  test.run()
}
