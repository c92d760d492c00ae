import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { recordsAt, textAt } from '../../src/text/json-record.ts'
import type { JsonRecord } from '../../src/text/json-record.ts'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { findProgram, namedProgram } from '../skipped.ts'
import { ADMIN, startApiServer } from './api-server.ts'
import type { ApiServer, Programs } from './api-server.ts'
import { readCase } from './read-case.ts'
import type { ClusterCase } from './read-case.ts'
import { collectionPath, completed, recordAt, RESOURCES } from './server-objects.ts'

// The cases of a cluster with their objects in a real API server: it leads check to the same words as the server in this
// process, which `cases.test.ts` has them from.

const PART = 'cases of a cluster by a real API server'
const cases = fileURLToPath(new URL('cases/', import.meta.url))

function testAgainst(programs: Programs): void {
  const test = suite(PART)
  let starting: Promise<ApiServer> | undefined
  // Not before all tests: uvu keeps to itself why that fails.
  const started = (): Promise<ApiServer> => (starting ??= startApiServer(programs))
  test.after(async () => (await starting?.catch(() => undefined))?.stop())

  for (const name of readdirSync(cases).toSorted())
    test(name, async () => {
      const server = await started()
      const one = readCase(join(cases, name))
      const paths: string[] = []
      try {
        await load(server, one.objects, paths)
        const config = server.configFor(await userFor(server, name, one))
        const env = {
          KUBECONFIG: join(makeFolder({ config }), 'config'),
          PATH: process.env['PATH'] ?? '',
        }
        const version = ['--kubernetes-version', `1.${one.serving.minor ?? 34}`]
        const { code, stdout, stderr } = await acr([...one.args, ...version], { env, spawn })
        assert.fixture(
          `exit ${code}\n${stderr}${stdout}`,
          readFileSync(join(cases, name, 'expected.txt'), 'utf8'),
        )
      } finally {
        for (const path of paths.toReversed())
          await server.send('DELETE', `${path}?gracePeriodSeconds=0&propagationPolicy=Background`)
      }
    })

  test.run()
}

/** Whoever may read all but what is denied. */
async function userFor(server: ApiServer, name: string, { serving }: ClusterCase): Promise<string> {
  const { denied = [] } = serving
  if (denied.length === 0) return ADMIN
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  await server.ask('POST', `${rbac}/clusterroles`, {
    metadata: { name },
    rules: Object.entries(RESOURCES).map(([apiVersion, resources]) => ({
      apiGroups: [apiVersion === 'v1' ? '' : apiVersion.replace(/\/.*/, '')],
      resources: Object.values(resources).filter(resource => !denied.includes(resource)),
      verbs: ['get', 'list'],
    })),
  })
  await server.ask('POST', `${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
  })
  return `/CN=${name}`
}

/** Creates objects, each with the UIDs that its owners have got, and adds their paths. */
async function load(server: ApiServer, objects: readonly JsonRecord[], paths: string[]): Promise<void> {
  const uids = new Map<string, string>()
  // Owners are made before what they own, and ReplicaSets, which are both, before pods.
  const sorted = objects.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      Number(textAt(one, 'kind') === 'Pod') - Number(textAt(other, 'kind') === 'Pod'),
  )
  for (const object of sorted) {
    const namespace = textAt(object, 'metadata', 'namespace')
    if (namespace !== '') await server.send('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
    const path = pathOf(object)
    const { status, ...body } = completed(withUids(object, uids))
    const made = await server.ask('POST', path, body)
    uids.set(textAt(object, 'metadata', 'uid'), textAt(made, 'metadata', 'uid'))
    const own = `${path}/${textAt(made, 'metadata', 'name')}`
    paths.push(own)
    if (status !== undefined) await server.ask('PATCH', `${own}/status`, { status })
  }
}

function rank(object: JsonRecord): number {
  return textAt(object, 'kind') === 'Event' ? 9 : recordsAt(object, 'metadata', 'ownerReferences').length
}

function pathOf(object: JsonRecord): string {
  const { apiVersion, kind } = object
  return collectionPath(String(apiVersion), String(kind), textAt(object, 'metadata', 'namespace'))
}

/** With the UIDs that the server has given to owners and to what events are about. */
function withUids(object: JsonRecord, uids: ReadonlyMap<string, string>): JsonRecord {
  const kind = textAt(object, 'kind')
  const uid = (old: string): string => uids.get(old) ?? (old || 'nobody')
  const { uid: _, ...metadata } = recordAt(object, 'metadata')
  const owners = recordsAt(metadata, 'ownerReferences').map(owner => ({
    ...owner,
    uid: uid(textAt(owner, 'uid')),
  }))
  const base = {
    ...object,
    metadata: owners.length === 0 ? metadata : { ...metadata, ownerReferences: owners },
  }
  if (kind === 'Event') {
    const about = recordAt(object, 'involvedObject')
    const namespace = textAt(metadata, 'namespace')
    return { ...base, involvedObject: { namespace, ...about, uid: uid(textAt(about, 'uid')) } }
  }
  return base
}

const apiServer = namedProgram('KUBE_APISERVER', PART)
const etcd = namedProgram('ETCD', PART)
const openssl = findProgram('openssl', PART)
if (apiServer !== undefined && etcd !== undefined && openssl !== undefined)
  testAgainst({ apiServer, etcd, openssl })
