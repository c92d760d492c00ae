import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { cutDocuments } from '../../src/manifest/stream.ts'
import { isRecord, recordsAt, textAt, valueAt } from '../../src/text/json-record.ts'
import type { JsonRecord } from '../../src/text/json-record.ts'
import { allFixtures, expectedOf } from '../fixtures.ts'
import { makeFolder } from '../folder.ts'
import { runProgram } from '../plugin/built-plugin.ts'
import { findProgram, namedProgram } from '../skipped.ts'
import { collectionPath, completed, RESOURCES } from './server-objects.ts'
import { ADMIN, startApiServer } from './api-server.ts'
import type { Answer, ApiServer, Programs } from './api-server.ts'

// What inject makes of its fixtures, as a real API server takes it: each document that it would have taken before, with
// no more than pull secrets added; and each pod has, after the admission of its ServiceAccount, the pull secrets that it
// would have had.

const PART = 'what inject writes by a real API server'
const apiServer = namedProgram('KUBE_APISERVER', PART)
const etcd = namedProgram('ETCD', PART)
const openssl = findProgram('openssl', PART)

interface Fixture {
  readonly name: string
  readonly before: readonly Document[]
  readonly after: readonly Document[]
}

/** A document of a kind that every API server has, with its very text. */
interface Document {
  readonly text: string
  readonly type: 'application/json' | 'application/yaml'
  readonly kind: string
  readonly apiVersion: string
  readonly namespace: string
  readonly name: string
  readonly object: JsonRecord
}

function testAgainst(programs: Programs): void {
  const test = suite(PART)
  const fixtures = allFixtures().flatMap(fixture => {
    const { stdout, exit } = expectedOf(fixture)
    const writesManifests = !fixture.args.some(arg => ['--check', '--diff'].includes(arg))
    if (fixture.verb !== 'inject' || exit !== 0 || !writesManifests) return []
    return [{ name: fixture.name, before: documentsIn(fixture.input), after: documentsIn(stdout) }]
  })
  let starting: Promise<ApiServer> | undefined
  // Not before all tests: uvu keeps to itself why that fails.
  const started = (): Promise<ApiServer> => (starting ??= startWith(programs, fixtures))
  test.after(async () => (await starting?.catch(() => undefined))?.stop())
  /** Those that the server takes. */
  const taken: { readonly was: Document; readonly is: Document }[] = []
  let compared = 0
  let pods = 0
  let injected = 0

  for (const { name, before, after } of fixtures) {
    if (before.length === 0) continue
    test(name, async () => {
      const server = await started()
      assert.is(after.length, before.length)
      const [one, other] = [await admit(server, before), await admit(server, after)]
      for (const [at, was] of one.objects.entries()) {
        const is = other.objects[at]
        if (was.status >= 300) continue
        assert.ok((is?.status ?? 0) < 300, is?.text)
        compared += 1
        assert.equal(withoutLists(is), withoutLists(was))
        const warned = new Set(warningsOf(was))
        assert.equal(
          warningsOf(is).filter(warning => !warned.has(warning)),
          [],
        )
        const [source, result] = [before[at], after[at]]
        if (source !== undefined && result !== undefined && result.name !== '' && was.isWhole)
          taken.push({ was: source, is: result })
      }
      for (const [key, had] of one.pods) {
        const has = other.pods.get(key)
        assert.ok(has !== undefined, `${key} is refused`)
        assert.equal(
          had.filter(secret => !has.includes(secret)),
          [],
          `${key} loses pull secrets`,
        )
        pods += 1
        if ((has?.length ?? 0) > had.length) injected += 1
      }
    })
  }

  test('kubectl applies each that it would have applied before', async () => {
    const kubectl = findProgram('kubectl', `${PART}: kubectl apply`)
    if (kubectl === undefined) return
    await untilDescribed(await started())
    const config = (await started()).configFor(ADMIN)
    /** Names of what is applied; kubectl goes on behind what it refuses. */
    const applied = async (documents: readonly Document[]): Promise<readonly string[]> => {
      const files = documents.map(({ text, type }, at) => {
        const name = `${String(at).padStart(4, '0')}.${type === 'application/json' ? 'json' : 'yaml'}`
        return [`all/${name}`, text] as const
      })
      const folder = makeFolder({ ...Object.fromEntries(files), config })
      const flags = ['--server-side', '--force-conflicts', '--dry-run=server', '-o', 'name']
      const args = ['apply', `--kubeconfig=${folder}/config`, ...flags, '-f', `${folder}/all`]
      // Not synchronously: the server waits for somebody to read its log.
      const { stdout } = await runProgram(kubectl, args)
      return stdout.trim().split('\n')
    }
    const had = await applied(taken.map(({ was }) => was))
    assert.equal(await applied(taken.map(({ is }) => is)), had)
    assert.ok(had.length > 100, `${had.length} are applied`)
  })

  test('enough was looked at', () => {
    assert.ok(compared > 200, `${compared} documents`)
    assert.ok(injected > 100, `${injected} of ${pods} pods`)
    assert.ok(taken.length > 40, `${taken.length} documents for kubectl`)
  })

  test.run()
}

async function startWith(programs: Programs, fixtures: readonly Fixture[]): Promise<ApiServer> {
  const server = await startApiServer(programs, { admitsAccounts: true })
  const namespaces = new Set(fixtures.flatMap(({ before }) => before.map(({ namespace }) => namespace)))
  for (const name of namespaces) {
    await server.send('POST', '/api/v1/namespaces', { metadata: { name } })
    await server.send('POST', `/api/v1/namespaces/${name}/serviceaccounts`, DEFAULT_ACCOUNT)
  }
  return server
}

/** kubectl asks what the kinds have for fields, which a new server needs a moment to say. */
async function untilDescribed(server: ApiServer): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    if ((await server.send('GET', '/openapi/v2')).status === 200) return
    await sleep(100)
  }
  throw new Error('the server does not describe its kinds')
}

// A controller would make it.
const DEFAULT_ACCOUNT = { metadata: { name: 'default' } }

/** Kinds that are no input of inject, which adds Secrets of its own. */
const OTHERS = new Set(['Secret', 'Event', 'Node', 'Namespace'])

function documentsIn(bytes: Uint8Array): readonly Document[] {
  return [...cutDocuments(bytes)].flatMap(({ start, end }) => {
    const text = Buffer.from(bytes.subarray(start, end)).toString()
    return objectsIn(text).flatMap(({ object, isWhole }): readonly Document[] => {
      const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')]
      if (RESOURCES[apiVersion]?.[kind] === undefined || OTHERS.has(kind)) return []
      return [
        {
          text: isWhole ? text : JSON.stringify(object),
          type: isWhole && !text.trimStart().startsWith('{') ? 'application/yaml' : 'application/json',
          apiVersion,
          kind,
          namespace: textAt(object, 'metadata', 'namespace') || 'default',
          name: textAt(object, 'metadata', 'name'),
          object,
        },
      ]
    })
  })
}

/** What a document holds: an object, or a list of them, in which each has no text of its own. */
function objectsIn(text: string): readonly { readonly object: JsonRecord; readonly isWhole: boolean }[] {
  let object: unknown
  try {
    object = parse(text, { version: '1.1', merge: true, logLevel: 'silent' })
  } catch {
    return []
  }
  if (!isRecord(object)) return []
  const items = recordsAt(object, 'items')
  return items.length === 0
    ? [{ object, isWhole: true }]
    : items.map(item => ({ object: item, isWhole: false }))
}

function pathOf({ apiVersion, kind, namespace }: Document): string {
  return collectionPath(apiVersion, kind, namespace)
}

/** An answer, and whether it is to the very text of a document. */
type Reply = Answer & { readonly isWhole: boolean }

interface Admitted {
  /** The answer to each document. */
  readonly objects: readonly Reply[]
  /** By document and pod spec the pull secrets that a pod of it has; not those that are refused. */
  readonly pods: ReadonlyMap<string, readonly string[]>
}

/** Tries to create each document, and a pod of each template in it, with the ServiceAccounts among them. */
async function admit(server: ApiServer, documents: readonly Document[]): Promise<Admitted> {
  const accounts = documents.filter(({ kind, name }) => kind === 'ServiceAccount' && name !== '')
  for (const account of accounts)
    await server.send(
      'PATCH',
      `${pathOf(account)}/${account.name}?fieldManager=fixtures&force=true`,
      account.text,
      'application/apply-patch+yaml',
    )
  const objects: Reply[] = []
  const pods = new Map<string, readonly string[]>()
  for (const [at, document] of documents.entries()) {
    const answer = await create(server, document, accounts.includes(document))
    objects.push(answer)
    if (answer.status >= 300) continue
    const object: unknown = JSON.parse(answer.text)
    if (document.kind === 'Pod') pods.set(`document ${at + 1}`, listOf(object))
    for (const place of TEMPLATES) {
      const spec = valueAt(object, ...place)
      if (document.kind === 'Pod' || !isRecord(spec)) continue
      const pod = { metadata: { generateName: 'pod-' }, spec: { ...spec, restartPolicy: 'Never' } }
      const made = await server.send('POST', `${podsOf(document)}?dryRun=All`, pod)
      if (made.status === 201)
        pods.set(`document ${at + 1}, ${place.join('.')}`, listOf(JSON.parse(made.text)))
    }
  }
  for (const account of accounts) {
    await server.send('DELETE', `${pathOf(account)}/${account.name}`)
    if (account.name === 'default') await server.send('POST', pathOf(account), DEFAULT_ACCOUNT)
  }
  return { objects, pods }
}

/** Tries to create an object by its text, and where that lacks what does not matter here, with it. */
async function create(server: ApiServer, document: Document, isThere: boolean): Promise<Reply> {
  const { name, text, type } = document
  const [method, path] = isThere ? ['PUT', `${pathOf(document)}/${name}`] : ['POST', pathOf(document)]
  const answer = await server.send(method, `${path}?dryRun=All`, text, type)
  if (answer.status !== 422) return { ...answer, isWhole: true }
  return { ...(await server.send(method, `${path}?dryRun=All`, completed(document.object))), isWhole: false }
}

const TEMPLATES = [
  ['template', 'spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
]

function podsOf({ namespace }: Document): string {
  return `/api/v1/namespaces/${namespace}/pods`
}

function listOf(pod: unknown): readonly string[] {
  return recordsAt(pod, 'spec', 'imagePullSecrets').map(entry => textAt(entry, 'name'))
}

/** Not of a list behind a merged one, whose key the server's own reader takes for a second one: kubectl sends JSON. */
function warningsOf(answer: Answer | undefined): readonly string[] {
  const { warning } = answer?.headers ?? {}
  const all = typeof warning === 'string' ? warning.split(', ') : []
  return all.filter(one => !one.includes('already set in map'))
}

const OF_THE_SERVER = new Set([
  'imagePullSecrets',
  'managedFields',
  'creationTimestamp',
  'uid',
  'resourceVersion',
])

/** What an answer holds less lists of pull secrets, and less what is another one each time. */
function withoutLists(answer: Answer | undefined): unknown {
  const { text = '{}' } = answer ?? {}
  const object: unknown = JSON.parse(text)
  const [uid, name] = [textAt(object, 'metadata', 'uid'), textAt(object, 'metadata', 'name')]
  const isGenerated = textAt(object, 'metadata', 'generateName') !== ''
  const same = text
    .replaceAll(uid, 'its-uid')
    .replaceAll(isGenerated ? name : uid, 'its-name')
    .replaceAll(/kube-api-access-\w+/g, 'kube-api-access')
  return less(JSON.parse(same))
}

function less(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(less)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OF_THE_SERVER.has(key))
      .map(([key, entry]) => [key, less(entry)]),
  )
}

if (apiServer !== undefined && etcd !== undefined && openssl !== undefined)
  testAgainst({ apiServer, etcd, openssl })
