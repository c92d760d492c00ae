import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { causeOf, cleanMessage, missingSecretsIn } from '../../../src/pull-secret/pulls/kubelet-message.ts'

const TOKEN =
  'https://contoso.azurecr.io/oauth2/token?scope=repository%3Aweb%3Apull&service=contoso.azurecr.io'
const RESOLVE =
  'failed to pull and unpack image "contoso.azurecr.io/web:1": failed to resolve reference "contoso.azurecr.io/web:1":'
const ANONYMOUS = `${RESOLVE} failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${TOKEN}: 401 Unauthorized`
const REFUSED = `${RESOLVE} failed to authorize: failed to fetch oauth token: unexpected status from POST request to ${TOKEN}: 401 Unauthorized`
const MISSING = `rpc error: code = NotFound desc = ${RESOLVE} contoso.azurecr.io/web:1: not found`

for (const [cause, name, message] of [
  ['anonymous', 'containerd', ANONYMOUS],
  ['credential', 'containerd with a credential that is refused', REFUSED],
  ['credential', 'containerd with and without one', `[${REFUSED}, ${ANONYMOUS}]`],
  ['not-found', 'an image that is not there', MISSING],
  ['not-found', 'an image that one of two credentials finds missing', `[${MISSING}, ${REFUSED}]`],
  [
    'no-manifest',
    'CRI-O',
    'reading manifest 1 in contoso.azurecr.io/web: manifest unknown: manifest tagged by "1" is not found',
  ],
  [
    'unauthorized',
    'CRI-O with a wrong password, or with none',
    'unable to retrieve auth token: invalid username/password: unauthorized',
  ],
  [
    'firewall',
    'a firewall',
    `${RESOLVE} failed to authorize: failed to fetch oauth token: 403 Forbidden: client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
  ],
  [
    'dns',
    'a registry that cannot be reached',
    `${RESOLVE} dial tcp: lookup contoso.azurecr.io: no such host`,
  ],
  [
    'dns',
    'a node whose resolver does not answer',
    `${RESOLVE} failed to do request: Head "https://contoso.azurecr.io/v2/web/manifests/1": dial tcp: lookup contoso.azurecr.io on [::1]:53: read udp [::1]:47364->[::1]:53: read: connection refused`,
  ],
  [
    'no-layer',
    'a layer that the registry lacks, behind a credential that is refused',
    `[${REFUSED}, rpc error: code = NotFound desc = failed to pull and unpack image "contoso.azurecr.io/web:1": failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:732c (application/vnd.docker.image.rootfs.diff.tar.gzip) from remote: not found]`,
  ],
  [
    'unsupported',
    'an artifact that is no image',
    'failed to pull and unpack image "contoso.azurecr.io/chart:1": failed to unpack image on snapshotter overlayfs: unexpected media type application/vnd.cncf.helm.config.v1+json for sha256:c8: not found',
  ],
  [
    'node',
    'a node that has lost a layer',
    'failed to pull and unpack image "contoso.azurecr.io/web:1": failed to prepare extraction snapshot "extract-1 sha256:9": parent snapshot sha256:ab does not exist: not found',
  ],
  [
    'node',
    'a runtime that does not answer',
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  ],
  ['unknown', 'a back-off', 'Back-off pulling image "contoso.azurecr.io/web:1"'],
  ['unknown', 'nothing', ''],
] as const)
  test(`the cause in the words of ${name}`, () => assert.is(causeOf(message), cause))

test('the names of missing Secrets', () => {
  const message =
    'Unable to retrieve some image pull secrets (acr, other); attempting to pull the image may not succeed.'
  assert.equal(missingSecretsIn(message), ['acr', 'other'])
  assert.equal(missingSecretsIn('Back-off pulling image "x"'), [])
})

test('a terminal has nothing to obey', () => {
  assert.is(cleanMessage('a\u001b[31mb\r\nc\u202ed\u0085'), 'a [31mb c d')
})

test.run()
