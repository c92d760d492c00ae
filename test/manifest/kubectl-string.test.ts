import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isUnquotedString } from '../../src/manifest/syntax/kubectl-string.ts'

const TEXTS = ['regcred', 'a1', '1a', '1.2.3', 'yEs', 'nope', '2024-01-02', '-', '12:30', 'e5', '0x', '.']
const OTHERS = [
  '12345',
  '-1',
  '+1',
  '0x1F',
  '0b1',
  '0o17',
  '017',
  '1_000',
  '1.5',
  '1.',
  '.5',
  '1e3',
  '1.5e-3',
  '.inf',
  '-.Inf',
  '.nan',
  'y',
  'Y',
  'yes',
  'No',
  'ON',
  'off',
  'true',
  'False',
]

for (const text of TEXTS) test(`a text: ${text}`, () => assert.ok(isUnquotedString(text)))
for (const text of OTHERS) test(`no text: ${text}`, () => assert.not.ok(isUnquotedString(text)))

test.run()
