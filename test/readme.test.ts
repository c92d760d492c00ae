import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runProgram } from './plugin/built-plugin.ts'
import { findProgram } from './skipped.ts'

const top = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${top}README.md`, 'utf8')
const examples = [...readme.matchAll(/^```console\n\$ (.+)\n([^]*?)^```$/gm)]

test('the README shows what commands print', () => assert.ok(examples.length >= 2))

const programs = ['kubectl', 'bash'].map(program => findProgram(program, 'the examples of the README'))
if (!programs.includes(undefined)) {
  for (const [, command = '', shown] of examples) {
    test(`$ ${command}`, async () => {
      const { stdout } = await runProgram(`cd '${top}'; { ${command} ; } 2>&1`)
      assert.fixture(sorted(stdout, command), sorted(shown ?? '', command))
    })
  }
}

/** Behind a pipe, the lines of the report and those of the next program come in no fixed order. */
function sorted(text: string, command: string): string {
  return command.includes('|') ? text.split('\n').toSorted().join('\n') : text
}

test.run()
