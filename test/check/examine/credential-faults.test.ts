import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { judgeCredential } from '../../../src/check/examine/credential-faults.ts'
import { base64, NOW, tokenEnding } from '../looking.ts'

const GUID = '11111111-2222-3333-4444-555555555555'
const NULL_GUID = '00000000-0000-0000-0000-000000000000'
const DAY = 86_400_000

function token(claims: object): string {
  const body = { exp: Math.floor((NOW + DAY) / 1000), ...claims }
  return `${base64('{}')}.${Buffer.from(JSON.stringify(body)).toString('base64url')}.c2ln`
}

const ARM = token({ aud: 'https://management.core.windows.net/', iss: 'https://sts.windows.net/x/' })

interface Given {
  readonly username?: string
  readonly password?: string
  readonly host?: string
  readonly isClear?: boolean
  readonly hidesPair?: true
}

/** `fault; doubt, doubt`. */
const table: Record<string, [given: Given, expected: string]> = {
  'a pair': [{}, '; '],
  'no password': [{ password: '' }, 'empty-credential; '],
  'no user': [{ username: '' }, 'no-user; '],
  neither: [{ username: '', password: '' }, 'empty-credential; '],
  'a line feed behind the password': [{ password: 'p\n' }, 'stray-characters; '],
  'a line end of Windows': [{ password: 'p\r\n' }, 'stray-characters; '],
  'a byte order mark': [{ password: '\ufeffp' }, 'stray-characters; '],
  'a line end behind the user': [{ username: 'u\n' }, 'stray-characters; '],
  'a line end, at another registry': [{ password: 'p\n', host: 'r.example' }, 'stray-characters; '],
  'a blank behind the password': [{ password: 'p ' }, 'stray-characters; '],
  'a blank, at another registry': [{ password: 'p ', host: 'r.example' }, '; stray-characters'],
  'a blank within': [{ password: 'p q', host: 'r.example' }, '; '],
  'null:null': [{ username: 'null', password: 'null' }, 'placeholder; '],
  'a variable': [{ password: '$PASSWORD' }, 'placeholder; '],
  'a variable that may be filled in': [{ password: '${PASSWORD}', isClear: true }, '; placeholder'],
  'of Helm, that may be filled in': [{ password: '{{ .Values.password }}', isClear: true }, '; placeholder'],
  'of Replace Tokens': [{ password: '#{password}#' }, 'placeholder; '],
  'a word that nothing fills in': [{ password: 'changeme', isClear: true }, 'placeholder; '],
  'a masked one': [{ password: '***' }, 'placeholder; '],
  'a masked one, at another registry': [{ password: '***', host: 'r.example' }, '; placeholder'],
  'a password with a dollar': [{ password: 'a$b' }, '; '],
  'a password that begins with one': [{ password: '$a.b~c' }, '; '],
  'the ID of a client secret': [{ username: GUID, password: GUID }, '; secret-id'],
  'a GUID for another user': [{ username: 'token', password: GUID }, '; '],
  'a token': [{ username: NULL_GUID, password: token({ aud: 'contoso.azurecr.io' }) }, '; '],
  'a token for a regional host': [
    {
      username: NULL_GUID,
      password: token({ aud: 'contoso.azurecr.io' }),
      host: 'contoso.eastus.geo.azurecr.io',
    },
    '; ',
  ],
  'a token that has ended': [{ username: NULL_GUID, password: tokenEnding(-1) }, 'token-expired; '],
  'a token of another registry': [
    { username: NULL_GUID, password: token({ aud: 'fabrikam.azurecr.io' }) },
    'foreign-token; ',
  ],
  'a token of another registry, at a host of its own': [
    { password: token({ aud: 'fabrikam.azurecr.io' }), host: 'r.example' },
    '; ',
  ],
  'a token for Azure': [{ username: NULL_GUID, password: ARM }, 'foreign-token; '],
  'a token for the audience of ACR': [
    { username: NULL_GUID, password: token({ aud: 'https://containerregistry.azure.net' }) },
    'foreign-token; ',
  ],
  'a token that does not say whom it is for': [{ username: NULL_GUID, password: token({}) }, '; '],
  'the user of a token, without one': [{ username: NULL_GUID, password: 'p' }, '; no-token'],
  'a pair beside auth': [{ hidesPair: true }, '; hidden-pair'],
  'a pair beside auth that cannot work': [{ password: '***', hidesPair: true }, 'placeholder; hidden-pair'],
}

for (const [name, [given, expected]] of Object.entries(table)) {
  test(name, () => {
    const {
      username = 'u',
      password = 'Zz9~p',
      host = 'contoso.azurecr.io',
      isClear = false,
      hidesPair,
    } = given
    const entry = {
      server: host,
      credential: { username, password },
      ...(hidesPair === undefined ? {} : { hidesPair }),
    }
    const { fault = '', doubts } = judgeCredential({ entry, host, isClear, now: NOW })
    assert.is(`${fault}; ${doubts.join(', ')}`, expected)
  })
}

test.run()
