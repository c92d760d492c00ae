import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loginServerWarnings, parseLoginServer } from '../../src/image/login-server.ts'

const servers: Record<
  string,
  [host: string, cloud: string, registry: string, region?: string | undefined, port?: number]
> = {
  'contoso.azurecr.io': ['contoso.azurecr.io', 'public', 'contoso.azurecr.io'],
  'contoso.azurecr.cn': ['contoso.azurecr.cn', 'china', 'contoso.azurecr.cn'],
  'contoso.azurecr.us': ['contoso.azurecr.us', 'usgov', 'contoso.azurecr.us'],
  'contoso.azurecr.de': ['contoso.azurecr.de', 'germany', 'contoso.azurecr.de'],
  'contoso-a1b2c3d4e5f6.azurecr.io': [
    'contoso-a1b2c3d4e5f6.azurecr.io',
    'public',
    'contoso-a1b2c3d4e5f6.azurecr.io',
  ],
  'Contoso.AzureCR.io': ['contoso.azurecr.io', 'public', 'contoso.azurecr.io'],
  'abc.azurecr.io': ['abc.azurecr.io', 'public', 'abc.azurecr.io'],
  'contoso.azurecr.io:443': ['contoso.azurecr.io', 'public', 'contoso.azurecr.io', undefined, 443],
  'contoso.eastus2.geo.azurecr.io': [
    'contoso.eastus2.geo.azurecr.io',
    'public',
    'contoso.azurecr.io',
    'eastus2',
  ],
}

for (const [domain, [host, cloud, registry, region, port]] of Object.entries(servers)) {
  test(`${domain} is a login server`, () => {
    assert.equal(parseLoginServer(domain), {
      host,
      name: registry.split('.')[0],
      cloud,
      region,
      port,
      registry,
    })
  })
}

const others = [
  'azurecr.io',
  '.azurecr.io',
  'evil-azurecr.io',
  'contoso.azurecr.io.evil.com',
  'contoso.azurecr.com',
  'contoso.eastus2.data.azurecr.io',
  'contoso.data.azurecr.io',
  'contoso.privatelink.azurecr.io',
  'contoso.eastus2.azurecr.io',
  '-contoso.azurecr.io',
  'contoso-.azurecr.io',
  'con_toso.azurecr.io',
  'mcr.microsoft.com',
  'docker.io',
  '${NAME}.azurecr.io',
  'contoso.azurecr.io:',
  '',
]

for (const domain of others) {
  test(`"${domain}" is none`, () => {
    assert.is(parseLoginServer(domain), undefined)
    assert.equal(loginServerWarnings(domain), [])
  })
}

test('capitals and short names are taken and doubted', () => {
  assert.equal(loginServerWarnings('contoso.azurecr.io'), [])
  assert.match(loginServerWarnings('Contoso.azurecr.io')[0] ?? '', 'write contoso.azurecr.io')
  assert.match(loginServerWarnings('abc.azurecr.io')[0] ?? '', 'too short')
})

test.run()
