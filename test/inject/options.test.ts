import { parseSecret, parseServiceAccount } from '../../src/pull-secret/parse-secret.ts'
import { parseRegistry } from '../../src/image/parse-registry.ts'
import { UsageError } from '../../src/text/user-error.ts'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const secrets: Record<string, ReturnType<typeof parseSecret>> = {
  'acr-secret': { name: 'acr-secret' },
  'a.b-c': { name: 'a.b-c' },
  'contoso=pull': { host: 'contoso.azurecr.io', name: 'pull' },
  'Contoso.azurecr.io=pull': { host: 'contoso.azurecr.io', name: 'pull' },
  'contoso.eastus.geo.azurecr.io=pull': { host: 'contoso.eastus.geo.azurecr.io', name: 'pull' },
  'registry.example.com:5000=pull': { host: 'registry.example.com:5000', name: 'pull' },
}

for (const [text, rule] of Object.entries(secrets)) {
  test(`--secret ${text}`, () => assert.equal(parseSecret(text), rule))
}

const registries: Record<string, string> = {
  contoso: 'contoso.azurecr.io',
  'contoso-a1b2c3': 'contoso-a1b2c3.azurecr.io',
  'Contoso.AZURECR.io': 'contoso.azurecr.io',
  'contoso.azurecr.cn/': 'contoso.azurecr.cn',
  'registry.example.com:5000': 'registry.example.com:5000',
  '192.168.0.7:5000': '192.168.0.7:5000',
  '${REGISTRY}': '${REGISTRY}',
  '{{.Values.registry}}': '{{.Values.registry}}',
  'registry.example.com/team': 'registry.example.com/team',
}

for (const [text, host] of Object.entries(registries)) {
  test(`--registry ${text}`, () => assert.is(parseRegistry(text), host))
}

test('--service-account-secret', () => {
  assert.equal(parseServiceAccount('shop/web=a,b'), { namespace: 'shop', name: 'web', secrets: ['a', 'b'] })
  assert.equal(parseServiceAccount('web=a'), { name: 'web', secrets: ['a'] })
  assert.equal(parseServiceAccount('shop/web='), { namespace: 'shop', name: 'web', secrets: [] })
})

const refused: readonly (readonly [parse: (text: string) => unknown, text: string, words: string])[] = [
  [parseSecret, '', 'not a valid name for a Secret'],
  [parseSecret, 'Acr-Secret', 'lower-case letters'],
  [parseSecret, '-a', 'not a valid name for a Secret'],
  [parseSecret, 'a'.repeat(254), 'at most 253'],
  [parseSecret, 'contoso.azurecr.io=', 'not a valid name for a Secret'],
  [parseSecret, '=pull', "expected a registry's name or host"],
  [parseRegistry, '', "expected a registry's name or host"],
  [parseRegistry, 'https://contoso.azurecr.io', 'leave out the scheme'],
  [parseRegistry, 'two words', "expected a registry's name or host"],
  [parseRegistry, 'not@host', "expected a registry's name or host"],
  [parseServiceAccount, 'a/b/c=a', 'expected [NAMESPACE/]NAME=SECRET'],
  [parseServiceAccount, 'shop/web', 'expected [NAMESPACE/]NAME=SECRET'],
  [parseServiceAccount, 'shop/web=A', 'not a valid name for a Secret'],
]

for (const [parse, text, words] of refused) {
  test(`${parse.name} refuses "${text.slice(0, 40)}"`, () => {
    assert.throws(
      () => parse(text),
      (error: unknown) => error instanceof UsageError && error.message.includes(words),
    )
  })
}

test.run()
