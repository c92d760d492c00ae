import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { InvalidProxyError, proxyFor } from '../../src/http/proxy.ts'

function proxy(server: string, env: Readonly<Record<string, string>>): string | undefined {
  return proxyFor(new URL(server), env)?.href
}

test('the variable is that of the protocol, in capitals or not', () => {
  assert.is(proxy('https://kube.example', { HTTPS_PROXY: 'http://p:1' }), 'http://p:1/')
  assert.is(proxy('https://kube.example', { https_proxy: 'p:1' }), 'http://p:1/')
  assert.is(proxy('https://kube.example', { HTTP_PROXY: 'http://p:1' }), undefined)
  assert.is(proxy('http://kube.example', { HTTP_PROXY: 'http://p:1' }), 'http://p:1/')
  assert.is(proxy('https://kube.example', { HTTPS_PROXY: 'socks5://p:1' }), 'socks5://p:1')
  assert.is(proxy('https://kube.example', { ALL_PROXY: 'http://p:1', all_proxy: 'http://p:1' }), undefined)
  assert.is(
    proxy('https://kube.example', { HTTPS_PROXY: 'http://one:1', https_proxy: 'http://two:1' }),
    'http://one:1/',
  )
  assert.is(proxy('https://kube.example', { HTTPS_PROXY: '' }), undefined)
  assert.is(proxy('https://kube.example', {}), undefined)
})

test('this machine is never asked through a proxy', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
    assert.is(proxy(`https://${host}:6443`, { HTTPS_PROXY: 'http://p:1' }), undefined)
})

for (const [list, server, isExempt] of [
  ['*', 'https://kube.example', true],
  ['kube.example', 'https://kube.example', true],
  ['kube.example', 'https://a.kube.example', true],
  ['kube.example', 'https://notkube.example', false],
  ['.kube.example', 'https://kube.example', false],
  ['.kube.example', 'https://a.kube.example', true],
  ['*.kube.example', 'https://a.kube.example', true],
  ['x, KUBE.example ,y', 'https://kube.example', true],
  ['kube.example:6443', 'https://kube.example:6443', true],
  ['kube.example:443', 'https://kube.example', true],
  ['kube.example:6443', 'https://kube.example', false],
  ['10.0.0.0/8', 'https://10.1.2.3:6443', true],
  ['10.0.0.0/8', 'https://11.1.2.3:6443', false],
  ['10.0.0.0/8', 'https://kube.example', false],
  ['10.0.0.0/99', 'https://10.1.2.3', false],
  ['10.1.2.3', 'https://10.1.2.3:6443', true],
  ['fd00::/8', 'https://[fd00::1]:6443', true],
  ['fd00::/8', 'https://[fe00::1]:6443', false],
  ['fd00::1', 'https://[fd00::1]:6443', true],
  ['', 'https://kube.example', false],
] as const)
  test(`NO_PROXY=${list} and ${server}`, () => {
    const found = proxy(server, { HTTPS_PROXY: 'http://p:1', NO_PROXY: list })
    assert.is(found, isExempt ? undefined : 'http://p:1/')
  })

test('a proxy that cannot be used is an error without its address', () => {
  for (const wrong of ['ftp://secret@p', 'http://'])
    assert.throws(
      () => proxy('https://k', { HTTPS_PROXY: wrong }),
      (error: unknown) =>
        error instanceof InvalidProxyError &&
        error.variable === 'HTTPS_PROXY' &&
        !error.message.includes('secret'),
    )
})

test.run()
