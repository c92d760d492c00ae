import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { meantName } from '../../src/kubernetes/meant-name.ts'

const meant: Record<string, string | undefined> = {
  RegCred: 'regcred',
  reg_cred: 'reg-cred',
  'map[name:regcred]': 'regcred',
  'name:regcred': 'regcred',
  'name: regcred': 'regcred',
  'shop/regcred': 'regcred',
  ' regcred ': 'regcred',
  'regcred,': 'regcred',
  'contoso.azurecr.io/web:1': undefined,
  'https://contoso.azurecr.io': undefined,
  '-': undefined,
  '': undefined,
}

for (const [text, name] of Object.entries(meant))
  test(`meant by ${JSON.stringify(text)}`, () => assert.is(meantName(text), name))

test.run()
