import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseReference } from '../../src/image/reference.ts'

const digest = `sha256:${'0'.repeat(64)}`
const table: Record<
  string,
  [domain: string | undefined, repository: string, tag?: string | undefined, digest?: string]
> = {
  nginx: [undefined, 'nginx'],
  'nginx:1.27': [undefined, 'nginx', '1.27'],
  'library/nginx:1.27': [undefined, 'library/nginx', '1.27'],
  'contoso.azurecr.io/app': ['contoso.azurecr.io', 'app'],
  'contoso.azurecr.io/team/app:v1': ['contoso.azurecr.io', 'team/app', 'v1'],
  'contoso.azurecr.io:443/app:v1': ['contoso.azurecr.io:443', 'app', 'v1'],
  [`contoso.azurecr.io/app@${digest}`]: ['contoso.azurecr.io', 'app', undefined, digest],
  [`contoso.azurecr.io/app:v1@${digest}`]: ['contoso.azurecr.io', 'app', 'v1', digest],
  'localhost/app': ['localhost', 'app'],
  'localhost:5000/app': ['localhost:5000', 'app'],
  'MyReg/app': ['MyReg', 'app'],
  'docker.io/contoso.azurecr.io/app': ['docker.io', 'contoso.azurecr.io/app'],
  'contoso.azurecr.io/app:${TAG}': ['contoso.azurecr.io', 'app', '${TAG}'],
  '${REGISTRY}/app': ['${REGISTRY}', 'app'],
  'app@sha256:a/b': [undefined, 'app', undefined, 'sha256:a/b'],
  'contoso.azurecr.io': [undefined, 'contoso.azurecr.io'],
  '': [undefined, ''],
}

for (const [text, [domain, repository, tag, hash]] of Object.entries(table)) {
  test(`takes apart "${text}"`, () => {
    assert.equal(parseReference(text), { domain, repository, tag, digest: hash })
  })
}

test.run()
