import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ClusterError, explainNetwork } from '../../src/cluster/cluster-error.ts'

for (const [code, what] of [
  ['ENOTFOUND', 'the host kube:6443 cannot be resolved'],
  ['EAI_AGAIN', 'the host kube:6443 cannot be resolved'],
  ['ECONNREFUSED', 'kube:6443 refuses connections'],
  ['ECONNRESET', 'kube:6443 cannot be reached (ECONNRESET)'],
  ['CERT_HAS_EXPIRED', 'the certificate of kube:6443 has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate of kube:6443 is not valid yet'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate of kube:6443 is not trusted (SELF_SIGNED_CERT_IN_CHAIN)'],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'the certificate of kube:6443 is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  ],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate of kube:6443 is for another name'],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'the certificates of the kubeconfig do not work with kube:6443 (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
  ],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'kube:6443 does not speak TLS as expected (ERR_SSL_WRONG_VERSION_NUMBER)'],
  ['very secret', 'kube:6443 cannot be reached'],
] as const)
  test(`an error with the code ${code}`, () => {
    const cause = Object.assign(new Error('very secret'), { code })
    for (const error of [cause, new Error('secret', { cause })]) {
      const explained = explainNetwork('kube:6443', error)
      assert.is(explained.message, what)
      assert.not.match(explained.remedy, /secret/)
    }
  })

test('what is explained already stays', () => {
  const error = new ClusterError('login', 'what', 'remedy')
  assert.is(explainNetwork('kube:6443', error), error)
})

test.run()
