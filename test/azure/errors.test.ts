import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { explainEntra } from '../../src/azure/entra-error.ts'

function named(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more)
}

const unavailable = named('CredentialUnavailableError', 'no such variables')

test('what no authority says is told by what is known of it', () => {
  for (const [thrown, code, what] of [
    [named('TimeoutError', 'timed out'), 'unreachable', /Microsoft Entra did not answer in time/],
    [named('AbortError', 'aborted'), 'unreachable', /Microsoft Entra did not answer in time/],
    [named('RestError', 'secret', { code: 'ENOTFOUND' }), 'unreachable', /\(ENOTFOUND\)/],
    [
      named('RestError', 'secret', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      'unreachable',
      /\(SELF_SIGNED_CERT_IN_CHAIN\)/,
    ],
    [
      named('AggregateAuthenticationError', 'none', { errors: [unavailable] }),
      'no-identity',
      /no Azure identity/,
    ],
    [named('Error', 'secret'), 'unexpected', /for an unknown reason/],
    [undefined, 'unexpected', /for an unknown reason/],
  ] as const) {
    const error = explainEntra(thrown)
    assert.is(error.code, code)
    assert.match(error.message, what)
    assert.not.match(error.message + error.remedy, /secret/)
  }
})

test('the number is found in what an error holds', () => {
  const inner = named('CredentialUnavailableError', 'AADSTS50076: another factor')
  const held = named('AggregateAuthenticationError', 'none', { errors: [unavailable, inner] })
  assert.is(
    explainEntra(held).message,
    'the sign-in has expired, or requires multi-factor authentication (AADSTS50076)',
  )
  assert.is(explainEntra(new Error('', { cause: inner })).code, 'sign-in-needed')
  const circle = named('Error', 'round and round')
  circle.cause = circle
  assert.is(explainEntra(circle).code, 'unexpected')
})

test.run()
