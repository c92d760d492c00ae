import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nearLoginServer } from '../../src/image/near-login-server.ts'

const meant: Record<string, string | undefined> = {
  'contoso.azurecr.com/app:1': 'contoso.azurecr.io/app:1',
  'contoso.azurecr.oi/app:1': 'contoso.azurecr.io/app:1',
  'contoso.azurecr/app:1': 'contoso.azurecr.io/app:1',
  'contoso.azurecr.io.azurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contoso-azurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contosoazurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contoso.data.azurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contoso.eastus.data.azurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contoso.privatelink.azurecr.io/app:1': 'contoso.azurecr.io/app:1',
  'contoso.eastus2.azurecr.cn/app:1': 'contoso.azurecr.cn/app:1',
  'contoso.azurecr.com:443/app:1': 'contoso.azurecr.io/app:1',
  'azurecr.io/contoso/app:1': 'contoso.azurecr.io/app:1',
  'azurecr.us/contoso/app:1': 'contoso.azurecr.us/app:1',
  'azurecr.io/app:1': undefined,
  'contoso.azurecr.io': undefined,
  'contoso.azurecr.io:1': undefined,
}

for (const [reference, server] of Object.entries(meant)) {
  test(`${reference} nearly names a login server`, () => {
    const found = nearLoginServer(reference)
    assert.not.equal(found, undefined)
    assert.is(found?.meant, server)
  })
}

const others = [
  'contoso.azurecr.io/app:1',
  'contoso.azurecr.io:443/app:1',
  'contoso.eastus2.geo.azurecr.io/app',
  'contoso.azurecr.io.example.com/app:1',
  'mirror.example.com/contoso.azurecr.io/app:1',
  'contoso/azurecr-build:1',
  'azurecr/tool:1',
  'ghcr.io/azure/azurecr:1',
  'mcr.microsoft.com/acr/azurecr.io',
  'nginx',
  '${NAME}.azurecr.io/app',
  '',
]

for (const reference of others) {
  test(`"${reference}" is left alone`, () => {
    assert.is(nearLoginServer(reference), undefined)
  })
}

test.run()
