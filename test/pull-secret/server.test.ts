import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { normalizeServer, serversOf } from '../../src/pull-secret/server.ts'
import { thrownBy } from './thrown.ts'

const servers: Record<string, string> = {
  'contoso.azurecr.io': 'contoso.azurecr.io',
  ' https://Contoso.AzureCR.io/v2/\n': 'contoso.azurecr.io',
  'HTTP://contoso.azurecr.io': 'contoso.azurecr.io',
  'contoso.azurecr.io/': 'contoso.azurecr.io',
  'contoso.azurecr.io/v1': 'contoso.azurecr.io',
  'contoso.azurecr.io/v2/team/': 'contoso.azurecr.io/team',
  'contoso.azurecr.io/team/app': 'contoso.azurecr.io/team/app',
  'contoso.azurecr.io:443': 'contoso.azurecr.io:443',
  'contoso.azurecr.io:8443': 'contoso.azurecr.io:8443',
  'contoso.eastus2.geo.azurecr.io:443': 'contoso.eastus2.geo.azurecr.io:443',
  'contoso.*.geo.azurecr.io': 'contoso.*.geo.azurecr.io',
  'registry.example:443': 'registry.example:443',
  'registry:5000': 'registry:5000',
  localhost: 'localhost',
  '192.100.100.1': '192.100.100.1',
  '[FE80::1]:05000': '[fe80::1]:5000',
  'index.docker.io/team': 'docker.io/team',
  'docker.io': 'https://index.docker.io/v1/',
  'https://index.docker.io/v1/': 'https://index.docker.io/v1/',
}

for (const [text, server] of Object.entries(servers)) {
  test(`${JSON.stringify(text)} is ${server}`, () => {
    assert.is(normalizeServer(text), server)
  })
}

const refused: Record<string, string> = {
  '': 'name a host such as contoso.azurecr.io',
  'https://': 'name a host such as contoso.azurecr.io',
  contoso: 'do you mean contoso.azurecr.io?',
  'https://user:hunter2@contoso.azurecr.io': 'use the host alone',
  'contoso.azurecr.io/app:v1': 'use the host alone: contoso.azurecr.io',
  'contoso.azurecr.io/Team': 'is not a repository',
  '*.azurecr.io': 'the registries of others',
  'con*.eastus2.geo.azurecr.io': 'the registries of others',
  '${REGISTRY}': 'name only a host',
  'con toso.azurecr.io': 'name only a host',
  'contoso.azurecr.io.': 'name only a host',
  '-contoso.azurecr.io': 'name only a host',
  'contoso.azurecr.io:': 'name only a host',
  'contoso.azurecr.io:0': 'a port from 1 to 65535',
  'contoso.azurecr.io:65536': 'a port from 1 to 65535',
  '[::1]': 'add the port',
  'azurecr.io': 'az acr show',
  'contoso.eastus2.data.azurecr.io': 'probably contoso.azurecr.io',
  'contoso.privatelink.azurecr.cn': 'probably contoso.azurecr.cn',
  'contoso.azurecr.io.evil.com': 'is not the login server',
  'mcr.microsoft.com': 'need no pull secret',
  'eastus.data.mcr.microsoft.com': 'need no pull secret',
}

for (const [text, words] of Object.entries(refused)) {
  test(`"${text}" is refused`, async () => {
    const said = await thrownBy(() => normalizeServer(text))
    assert.match(said, words)
    assert.not.match(said, 'hunter2')
  })
}

test('the hosts of a registry', () => {
  assert.equal(serversOf({ registry: 'contoso' }), ['contoso.azurecr.io'])
  assert.equal(serversOf({ registry: ' Contoso ', cloud: 'public' }), ['contoso.azurecr.io'])
  assert.equal(serversOf({ registry: 'contoso-a1b2c3', cloud: 'china' }), ['contoso-a1b2c3.azurecr.cn'])
  assert.equal(serversOf({ registry: 'contoso', cloud: 'usgov' }), ['contoso.azurecr.us'])
  assert.equal(serversOf({ registry: 'https://contoso.azurecr.us/', cloud: 'usgov' }), ['contoso.azurecr.us'])
  assert.equal(serversOf({ registry: 'docker.io' }), ['https://index.docker.io/v1/'])
  assert.equal(serversOf({ registry: 'localhost' }), ['localhost'])
  assert.equal(serversOf({ registry: 'registry.example:5000', cloud: 'china' }), ['registry.example:5000'])
})

test('regions add their hosts, each once', () => {
  assert.equal(serversOf({ registry: 'contoso', cloud: 'china', regions: ['chinaeast2', 'China North 3'] }), [
    'contoso.azurecr.cn',
    'contoso.chinaeast2.geo.azurecr.cn',
    'contoso.chinanorth3.geo.azurecr.cn',
  ])
  assert.equal(serversOf({ registry: 'contoso.eastus2.geo.azurecr.io', regions: ['eastus2', 'westus'] }), [
    'contoso.eastus2.geo.azurecr.io',
    'contoso.westus.geo.azurecr.io',
  ])
})

test('what is no registry', async () => {
  assert.match(
    await thrownBy(() => serversOf({ registry: 'contoso.azurecr.io/team' })),
    'alone: contoso.azurecr.io',
  )
  assert.match(
    await thrownBy(() => serversOf({ registry: 'contoso.azurecr.io', cloud: 'china' })),
    'remove --cloud',
  )
  assert.match(
    await thrownBy(() => serversOf({ registry: 'r.example', regions: ['eastus'] })),
    'remove --regions',
  )
  assert.match(
    await thrownBy(() => serversOf({ registry: 'contoso', regions: ['east-us'] })),
    'not an Azure region',
  )
})

test.run()
