import { writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { isBundle, pluginCommand, runProgram } from '../plugin/built-plugin.ts'
import { base64, dockerConfig } from '../check/looking.ts'
import { findProgram } from '../skipped.ts'
import { makeAuthority } from './authority.ts'
import { withKube } from './kube.ts'
import { serveObjects } from './serve-objects.ts'
import type { Serving } from './serve-objects.ts'

// A large cluster: 250 namespaces with 10 pods and 2 Deployments each, and 625 Secrets. Objects are long, so that any that is
// kept shows: a long text costs little time, and all the more memory.
const SPACES = 250
const IMAGE = 'contoso.azurecr.io/shop/web:1'
const MOST_REQUESTS = 50
/** Kilobytes of the whole process at its peak, 103 MB. Objects that are kept, or pages twice as large, take 10 MB more. */
const MOST_MEMORY = 110 * 1024

const owned = (kind: string, name: string, uid: string): object => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid, controller: true }],
})

// What no check reads, and every server sends.
const managedFields = [
  {
    manager: 'kube-controller-manager',
    operation: 'Update',
    fieldsV1: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`f:field${at}`, { '.': {}, 'f:name': {}, 'f:value': {} }]),
    ),
  },
]
const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(6000) }
const env = Array.from({ length: 20 }, (_, at) => ({ name: `SETTING_${at}`, value: `value number ${at}` }))
const spec = {
  serviceAccountName: 'default',
  imagePullSecrets: [{ name: 'acr-secret' }],
  containers: [{ name: 'web', image: IMAGE, env }],
}

function namespaceObjects(at: number): readonly object[] {
  const namespace = `team-${at}`
  const meta = (name: string, more: object = {}): object => ({
    metadata: { name, namespace, uid: `${namespace}/${name}`, managedFields, annotations, ...more },
  })
  const deployments = ['web', 'api'].flatMap(name => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      ...meta(name),
      spec: { replicas: 5, template: { spec } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      ...meta(`${name}-1`, owned('Deployment', name, `${namespace}/${name}`)),
      spec: { replicas: 5, template: { spec } },
    },
    ...Array.from({ length: 5 }, (_, pod) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      ...meta(`${name}-1-${pod}`, owned('ReplicaSet', `${name}-1`, `${namespace}/${name}-1`)),
      spec,
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'web', image: IMAGE, imageID: 'sha256:1', state: { running: {} } }],
      },
    })),
  ])
  const secret = (name: string, type: string, text: string): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    ...meta(name),
    type,
    data: { '.dockerconfigjson': base64(text) },
  })
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', ...meta('default') },
    ...deployments,
    secret('acr-secret', 'kubernetes.io/dockerconfigjson', dockerConfig('contoso.azurecr.io')),
    secret('app', 'Opaque', '{}'),
    ...(at % 2 === 0 ? [secret('other', 'Opaque', '{}')] : []),
  ]
}

const openssl = findProgram('openssl', 'check of a large cluster')
if (openssl !== undefined) testScale(openssl)

function testScale(program: string): void {
  const test = suite('check of a large cluster')
  const authority = makeAuthority(program)
  const objects = Array.from({ length: SPACES }, (_, at) => namespaceObjects(at)).flat()

  const run = (serving: Serving = {}) =>
    withKube(authority, serveObjects(objects, serving), async kube => {
      const folder = makeFolder({
        config: kube.config(),
        'peak.cjs': `process.on('exit', () => require('fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))`,
      })
      const peak = join(folder, 'peak')
      writeFileSync(peak, '0')
      const [runner, ...first] = pluginCommand()
      const watched = isBundle ? ['--require', join(folder, 'peak.cjs'), ...first] : first
      // Node.js hands NODE_V8_COVERAGE on, and what it takes for that is not the program's.
      const all = {
        PATH: process.env['PATH'] ?? '',
        KUBECONFIG: join(folder, 'config'),
        PEAK: peak,
        NODE_V8_COVERAGE: '',
      }
      const ended = await runProgram(runner, [...watched, 'check', '-A', '-q'], '', all)
      return { ...ended, requests: kube.asked.length, peak: Number(readFileSync(peak, 'utf8')) }
    })

  test('pods are listed once, and pull secrets by their type', async () => {
    const { code, stdout, stderr, requests, peak } = await run()
    assert.equal([code, stdout, stderr], [0, '', ''])
    assert.ok(requests <= MOST_REQUESTS, `${requests} requests`)
    if (isBundle) assert.ok(peak > 0 && peak <= MOST_MEMORY, `${Math.round(peak / 1024)} MB`)
  })

  test.run()
}
