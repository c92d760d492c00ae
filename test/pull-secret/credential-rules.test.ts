import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { authEntry, checkCredential, passwordFrom } from '../../src/pull-secret/credential-rules.ts'
import { thrownBy } from './thrown.ts'

test('a password loses the one line end behind it', () => {
  for (const text of ['p~w:<>&"\\', ' spaced ', 'pässwörd😀']) {
    for (const end of ['', '\n', '\r\n']) assert.is(passwordFrom(text + end), text)
  }
})

const passwords: Record<string, string> = {
  '': 'the password is empty',
  '\n': 'the password is empty',
  'hunter2\n\n': 'more than one line',
  'hunter2\nx': 'more than one line',
  'hunter2\r': 'more than one line',
  'hunter2\t': 'a control character',
  'hunter2\0': 'a control character',
  'hunter2\u007f': 'a control character',
  'hunter2\u0085': 'a control character',
  'hunter2\ud800': 'not valid Unicode',
}

for (const [password, words] of Object.entries(passwords)) {
  test(`the password ${JSON.stringify(password)} is refused and not quoted`, async () => {
    const said = await thrownBy(() => passwordFrom(password))
    assert.match(said, words)
    assert.not.match(said, 'hunter2')
  })
}

test('users and addresses', async () => {
  const password = 'p'
  checkCredential({ username: 'u', password })
  checkCredential({ username: 'u', password, email: 'a@b' })
  assert.match(await thrownBy(() => checkCredential({ username: '', password })), 'is empty')
  assert.match(await thrownBy(() => checkCredential({ username: 'u\n', password })), 'on one line')
  assert.match(await thrownBy(() => checkCredential({ username: '\udc00', password })), 'on one line')
  assert.match(await thrownBy(() => checkCredential({ username: 'u:x', password })), 'contains ":"')
  assert.match(await thrownBy(() => checkCredential({ username: 'u', password, email: 'a\n' })), 'remove it')
  assert.match(await thrownBy(() => checkCredential({ username: 'u', password: '' })), 'password is empty')
})

test('an entry has a plain server', async () => {
  const credential = { username: 'u', password: 'p' }
  assert.equal(authEntry('https://contoso.azurecr.io/', credential), {
    server: 'contoso.azurecr.io',
    credential,
  })
  assert.match(await thrownBy(() => authEntry('contoso', credential)), 'contoso.azurecr.io?')
})

test.run()
