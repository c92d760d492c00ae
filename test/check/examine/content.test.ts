import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { contentOf } from '../../../src/check/examine/content.ts'
import type { KnownSecret } from '../../../src/check/inventory/inventory.ts'
import type { SecretField } from '../../../src/manifest/sites/secret-fields.ts'
import { base64, dockerConfig, secret } from '../looking.ts'

const config = dockerConfig('contoso.azurecr.io')
const auths = JSON.stringify({ 'contoso.azurecr.io': { username: 'a', password: 'hunter2' } })

function of(
  type: string,
  key: string,
  text: string,
  isDecoded = true,
  more: Partial<SecretField> = {},
): KnownSecret {
  return { ...secret(), type, fields: new Map([[key, { text, isDecoded, ...more }]]) }
}

const JSON_TYPE = 'kubernetes.io/dockerconfigjson'
const OLD_TYPE = 'kubernetes.io/dockercfg'

const table: Record<string, [secret: KnownSecret, outcome: string]> = {
  'a docker config': [of(JSON_TYPE, '.dockerconfigjson', config), 'entries 1'],
  'of the old form': [of(OLD_TYPE, '.dockercfg', auths), 'entries 1'],
  'without entries': [of(JSON_TYPE, '.dockerconfigjson', '{}'), 'entries 0'],
  'Opaque, with the right key': [of('Opaque', '.dockerconfigjson', config), 'ignored wrong-type'],
  'the key of the other type': [of(JSON_TYPE, '.dockercfg', auths), 'ignored wrong-key'],
  'a file name for a key': [of(JSON_TYPE, 'config.json', config), 'ignored wrong-key'],
  'no JSON': [of(JSON_TYPE, '.dockerconfigjson', 'hunter2'), 'broken unreadable-secret'],
  'JSON of another shape': [of(JSON_TYPE, '.dockerconfigjson', '{"auths":[]}'), 'broken unreadable-secret'],
  'a list': [of(JSON_TYPE, '.dockerconfigjson', '[]'), 'broken unreadable-secret'],
  nothing: [of(JSON_TYPE, '.dockerconfigjson', ''), 'broken unreadable-secret'],
  'auth without a colon': [
    of(JSON_TYPE, '.dockerconfigjson', `{"auths":{"a.io":{"auth":"${base64('hunter2')}"}}}`),
    'broken unreadable-secret',
  ],
  'no base64': [of(JSON_TYPE, '.dockerconfigjson', config, false), 'broken unreadable-secret'],
  'base64 twice': [of(JSON_TYPE, '.dockerconfigjson', base64(config)), 'broken double-base64'],
  'base64 twice, the old form': [of(OLD_TYPE, '.dockercfg', base64(auths)), 'broken double-base64'],
  'encrypted by SOPS': [of(JSON_TYPE, '.dockerconfigjson', 'ENC[AES256_GCM,data:x]', false), 'encrypted'],
  'a placeholder of envsubst': [
    of(JSON_TYPE, '.dockerconfigjson', '${CONFIG}', true, { isClear: true }),
    'encrypted',
  ],
  'a placeholder that was encoded': [
    of(JSON_TYPE, '.dockerconfigjson', '${CONFIG}'),
    'broken unreadable-secret',
  ],
  'a placeholder for the host': [
    of(JSON_TYPE, '.dockerconfigjson', '{"auths":{"${HOST}":{"auth":"YTpi"}}}', true, { isClear: true }),
    'encrypted',
  ],
  'null, which Go takes for nothing': [of(JSON_TYPE, '.dockerconfigjson', 'null'), 'entries 0'],
  'a mapping for a text': [
    of(JSON_TYPE, '.dockerconfigjson', '', true, { isClear: true, found: 'a mapping' }),
    'broken unreadable-secret',
  ],
  'a placeholder of Helm': [of(JSON_TYPE, '.dockerconfigjson', '{{ .Values.config }}', false), 'encrypted'],
  'a placeholder in brackets': [
    of(JSON_TYPE, '.dockerconfigjson', '<base64 of the config>', false),
    'encrypted',
  ],
  'a placeholder for the password alone': [
    of(JSON_TYPE, '.dockerconfigjson', '{"auths":{"a.io":{"username":"a","password":"${PASSWORD}"}}}'),
    'entries 1',
  ],
}

for (const [name, [given, outcome]] of Object.entries(table)) {
  test(name, () => {
    const content = contentOf(given)
    const more =
      content.kind === 'entries'
        ? content.entries.length
        : content.kind === 'encrypted'
          ? ''
          : content.fault.code
    assert.is(`${content.kind} ${more}`.trim(), outcome)
    if ('fault' in content) assert.not.match(JSON.stringify(content.fault), /hunter2|aHVudGVy|puller/)
  })
}

test.run()
