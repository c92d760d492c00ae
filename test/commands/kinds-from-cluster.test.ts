import { spawn } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { stringify } from 'yaml'
import { status, withKube } from '../cluster/kube.ts'
import type { Kube, Reply } from '../cluster/kube.ts'
import { serveObjects } from '../cluster/serve-objects.ts'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'
import type { Ran } from './in-process.ts'

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const IMAGE = 'contoso.azurecr.io/web:1'

function crd(kind: string, properties: object): object {
  const plural = `${kind.toLowerCase()}s`
  const spec = { type: 'object', properties }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.contoso.com` },
    spec: {
      group: 'contoso.com',
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  }
}

const WORKERS = crd('Worker', {
  image: { type: 'string' },
  pullSecrets: { type: 'array', items: { type: 'string' } },
})
const GADGETS = crd('Gadget', { image: { type: 'string' } })

function worker(kind: string): object {
  return {
    apiVersion: 'contoso.com/v1',
    kind,
    metadata: { name: 'one', namespace: 'shop', uid: `uid-${kind}` },
    spec: { image: IMAGE },
  }
}

function known(ran: Ran): readonly string[] {
  const { images }: { images: readonly { kind: string; status: string }[] } = JSON.parse(ran.stdout)
  return images.map(({ kind, status: of }) => `${kind} ${of}`)
}

const RESOURCES = ['Worker', 'Gadget'].map(kind => stringify(worker(kind))).join('---\n')

const test = suite('kinds from a cluster')

const run = (
  line: string,
  replies: Parameters<typeof withKube>[1],
  input = '',
): Promise<Ran & { readonly asked: Kube['asked'] }> =>
  withKube('http', replies, async kube => {
    const folder = makeFolder({ config: kube.config() })
    const env = { KUBECONFIG: `${folder}/config`, PATH: process.env['PATH'] ?? '' }
    const ran = await acr(line, { env, spawn, input })
    return { ...ran, asked: kube.asked }
  })

const served: Readonly<Record<string, Reply>> = {
  [CRDS]: {
    kind: 'CustomResourceDefinitionList',
    apiVersion: 'v1',
    metadata: {},
    items: [WORKERS, GADGETS],
  },
}

test('inject asks once for all unknown kinds', async () => {
  const { code, stdout, stderr, asked } = await run('inject -f - --crds-from-cluster', served, RESOURCES)
  assert.is(code, 0)
  assert.match(stdout, 'pullSecrets:\n  - acr-secret')
  assert.match(stderr, 'the CRD of Gadget has no field for pull secrets')
  assert.equal(
    asked.map(({ path }) => path),
    [CRDS],
  )
})

test('nothing is asked where no kind is unknown, nor without the flag', async () => {
  const pod = stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: IMAGE }] },
  })
  assert.equal((await run('inject -f - --crds-from-cluster', served, pod)).asked, [])
  assert.equal((await run('inject -f -', served, RESOURCES)).asked, [])
})

test('a CRD of the input counts more, and the cluster is not asked', async () => {
  const input = `${stringify(WORKERS)}---\n${stringify(worker('Worker'))}`
  const { stdout, asked } = await run('inject -f - --crds-from-cluster', served, input)
  assert.match(stdout, '- acr-secret')
  assert.equal(asked, [])
})

test('a cluster that does not tell is an error, and nothing is written', async () => {
  const forbidden = { [CRDS]: status(403, 'Forbidden') }
  const { code, stdout, stderr } = await run('inject -f - --crds-from-cluster', forbidden, RESOURCES)
  assert.is(code, 2)
  assert.is(stdout, '')
  assert.match(
    stderr,
    /^error: forbidden: the user cannot list the CRDs of the cluster \(context [^)]*\); '(kubectl .*)' shows it; name CRDs with --crd instead\n$/,
  )
  const broken = await run(
    'inject -f - --crds-from-cluster',
    { [CRDS]: status(500, 'InternalError') },
    RESOURCES,
  )
  assert.is(broken.code, 2)
  assert.is(broken.stdout, '')
  assert.match(broken.stderr, /^error: the CRDs of the cluster could not be listed/)
})

test('a CRD that cannot be read is an error with its line', async () => {
  const cwd = makeFolder({
    'crd.yaml': `${stringify(WORKERS)}---\nkind: CustomResourceDefinition\nspec: [`,
  })
  const { code, stdout, stderr } = await acr('inject -f - --crd crd.yaml', { cwd, input: RESOURCES })
  assert.is(code, 2)
  assert.is(stdout, '')
  assert.match(stderr, /^error: --crd crd\.yaml:\d+: /)
})

test('without a cluster it says so', async () => {
  const { code, stdout, stderr } = await acr('inject -f - --crds-from-cluster', {
    env: { KUBECONFIG: '/nowhere/config', PATH: process.env['PATH'] ?? '' },
    input: RESOURCES,
  })
  assert.is(code, 2)
  assert.is(stdout, '')
  assert.match(stderr, /^error: .*(?:kubeconfig|\/nowhere\/config)/)
})

test('kinds lists what the cluster tells', async () => {
  const { code, stdout } = await run('kinds Worker --crds-from-cluster', served)
  assert.is(code, 0)
  assert.match(stdout, /^contoso\.com\/Worker v1 \(crd context /)
  assert.match(stdout, '  spec.pullSecrets:strings')
})

test('check asks once for all unknown kinds of manifests', async () => {
  const { asked } = await run('check -f - --cluster -n shop -o json', served, RESOURCES)
  assert.is(asked.filter(({ path }) => path === CRDS).length, 1)
})

test('check looks at kinds of the cluster that it is told of', async () => {
  const replies = serveObjects([
    worker('Worker'),
    WORKERS,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } },
  ])
  assert.equal(known(await run('check -n shop -o json', replies)), [])
  assert.equal(known(await run('check -n shop -o json --crds-from-cluster', replies)), ['Worker fails'])
  const byHand = [
    'check',
    '-n',
    'shop',
    '-o',
    'json',
    '--kind',
    'contoso.com/Worker=spec.pullSecrets:strings',
  ]
  assert.equal(known(await run(byHand.join(' '), replies)), ['Worker fails'])
})

test.run()
