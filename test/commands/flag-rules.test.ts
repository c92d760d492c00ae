import { UsageError } from '../../src/text/user-error.ts'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { textFlag, switchFlag } from '../../src/commands/shared/arguments/flag.ts'
import { checkRules } from '../../src/commands/shared/arguments/flag-rules.ts'
import type { FlagRule, Given } from '../../src/commands/shared/arguments/flag-rules.ts'

const flags = [
  switchFlag('-q, --quiet', ''),
  switchFlag('--diff', ''),
  textFlag('--report', ''),
  switchFlag('--cluster', ''),
]
const rules: readonly FlagRule[] = [
  { flags: ['--quiet'], excludes: ['--diff', { flag: '--report', isNot: 'text' }], remedy: 'Leave one out.' },
  {
    flags: [{ flag: '--report', is: 'sarif' }],
    unless: ['--cluster'],
    message: flag => `${flag} needs a cluster`,
  },
]

function broken(...given: [string, string | true][]): string {
  try {
    checkRules(rules, flags, new Map(given) satisfies Given)
    return ''
  } catch (error) {
    assert.instance(error, UsageError)
    return error instanceof UsageError ? [error.message, error.remedy].filter(Boolean).join(' / ') : ''
  }
}

test('flags that are used with none of the others are fine', () => {
  assert.is(broken(), '')
  assert.is(broken(['--diff', true], ['--report', 'json']), '')
  assert.is(broken(['--quiet', true], ['--cluster', true]), '')
  assert.is(broken(['--quiet', true], ['--report', 'text']), '')
})

test('the first of those that exclude each other is told, by its shorthand or with its value', () => {
  assert.is(broken(['--quiet', true], ['--diff', true]), '-q cannot be used with --diff / Leave one out.')
  assert.is(
    broken(['--quiet', true], ['--report', 'json']),
    '-q cannot be used with --report json / Leave one out.',
  )
})

test('a flag that needs another is told where it is alone', () => {
  assert.is(broken(['--report', 'sarif']), '--report sarif needs a cluster')
  assert.is(broken(['--report', 'sarif'], ['--cluster', true]), '')
})

test.run()
