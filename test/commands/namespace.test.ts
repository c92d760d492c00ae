import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from './in-process.ts'

const SECRET = (namespace: string, host = 'contoso.azurecr.io'): string => {
  const config = JSON.stringify({ auths: { [host]: { auth: 'dTpw' } } })
  const data = Buffer.from(config).toString('base64')
  return `apiVersion: v1
kind: Secret
metadata: { name: acr-secret, namespace: ${namespace} }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: ${data} }
`
}
const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: shop }
imagePullSecrets: [{ name: of-account }]
`
const LISTING = pod.replace('spec:\n', 'spec:\n  imagePullSecrets: [{ name: acr-secret }]\n')
/** What only the parser of the whole of YAML reads. */
const ODD = pod.replace('name: web', 'name: &name web')

test('check takes manifests without a namespace for those of -n', async () => {
  const cwd = makeFolder({ 'dir/a.yaml': LISTING, 'dir/b.yaml': SECRET('shop') })
  const unnamed = await acr('check -f dir', { cwd })
  assert.match(unnamed.stdout, 'do not both set a namespace')
  const named = await acr('check -n shop -f dir --fail-on warning', { cwd })
  assert.equal([named.code, named.stderr], [0, ''])
  const other = await acr('check --namespace test -f dir', { cwd })
  assert.match(other.stdout, 'Secret acr-secret is in namespace shop')
  assert.match(other.stdout, 'create one in namespace test too')
})

test('what names another namespace keeps it', async () => {
  const input = `${LISTING.replace('name: web\n', 'name: web\n  namespace: infra\n')}---\n${LISTING}---\n${SECRET('infra')}`
  const { stdout } = await acr('check -f - -n shop -o json', { input })
  assert.equal(
    JSON.parse(stdout).images.map((image: { namespace: string; status: string }) => [
      image.namespace,
      image.status,
    ]),
    [
      ['infra', 'pulls'],
      ['shop', 'fails'],
    ],
  )
})

test('check finds a ServiceAccount that -n leads to', async () => {
  const input = `${ACCOUNT}---\n${pod}`
  const named = await acr('check -n shop -f - -o json', { input })
  assert.equal(JSON.parse(named.stdout).images[0].list, {
    origin: 'service-account',
    serviceAccount: 'shop/default',
    names: ['of-account'],
  })
  const declared = await acr('check -n shop -f - -o json --service-account-secret default=x', { input: pod })
  assert.equal(JSON.parse(declared.stdout).images[0].list.names, ['x'])
})

test('inject carries over the list of a ServiceAccount that -n leads to', async () => {
  for (const text of [pod, ODD])
    for (const input of [`${ACCOUNT}---\n${text}`, `${ACCOUNT.replace(', namespace: shop', '')}---\n${text}`])
      for (const flags of ['', ' --stream']) {
        const { code, stdout } = await acr(`inject -n shop${flags}`, { input })
        assert.equal([code, stdout.includes('- name: of-account')], [0, true], flags + input)
        assert.is(stdout.includes('namespace'), input.includes('namespace'))
      }
  const without = await acr('inject', { input: `${ACCOUNT}---\n${pod}` })
  assert.not.match(without.stdout, '- name: of-account')
  for (const account of ['default', 'shop/default']) {
    const { stdout } = await acr(`inject -n shop --service-account-secret ${account}=told`, { input: pod })
    assert.match(stdout, '- name: told')
  }
})

test('uninject knows it, too', async () => {
  const input = `${ACCOUNT}---\n${pod}`
  const injected = await acr('inject -n shop', { input })
  assert.is((await acr('uninject -n shop', { input: injected.stdout })).stdout, input)
})

test('the Secret of --with-secret is made for -n, and none that is in the input', async () => {
  const secret = ['--with-secret', '--username', 'u', '--password-env', 'PASSWORD']
  const env = { PASSWORD: 'p' }
  const made = await acr(['inject', '-n', 'shop', ...secret], { input: pod, env })
  assert.match(made.stdout, /^ +namespace: shop$/m)
  const rival = await acr(['inject', '-n', 'shop', ...secret], { input: `${SECRET('shop')}---\n${pod}`, env })
  assert.is(rival.code, 2)
  assert.match(rival.stderr, 'the Secret is in the input already')
})

test('--only names resources by it', async () => {
  const { code } = await acr('inject -n shop --only pod/shop/web', { input: pod })
  assert.is(code, 0)
})

test('a namespace that cannot be one is refused', async () => {
  for (const call of ['check -f -', 'check', 'inject', 'uninject'])
    assert.match(
      (await acr(`${call} -n Shop`, { input: pod })).stderr,
      /^error: "Shop" is not a valid name for a namespace; /,
    )
})

test.run()
