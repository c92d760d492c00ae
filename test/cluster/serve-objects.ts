import type { ServerResponse } from 'node:http'
import { status } from './kube.ts'
import type { Asked, Reply } from './kube.ts'
import { isRecord, textAt, valueAt } from '../../src/text/json-record.ts'
import type { JsonRecord } from '../../src/text/json-record.ts'

export interface Serving {
  /** `nodes`, `secrets`: of these neither a list nor an object is given. */
  readonly denied?: readonly string[]
  /** The server's minor version. */
  readonly minor?: number
}

interface Kind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly name: string
  readonly namespaced: boolean
}

// What every server has, whether or not there is an object of it.
const CORE = ['Pod', 'Secret', 'ServiceAccount', 'Event', 'Namespace', 'Node', 'ReplicationController']
const BUILT_IN: readonly Kind[] = [
  ...CORE.map(kind => kindOf('v1', kind)),
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map(kind => kindOf('apps/v1', kind)),
  ...['Job', 'CronJob'].map(kind => kindOf('batch/v1', kind)),
]

/**
 * Replies of an API server that holds these objects, the namespaces that they are in, and nothing else: discovery, lists
 * with selectors and pages, objects by name, metadata alone where that is asked for.
 */
export function serveObjects(objects: readonly object[], serving: Serving = {}): (path: string) => Reply {
  const given: readonly JsonRecord[] = objects.filter(isRecord)
  const spaces = [...new Set(given.map(namespaceOf))].filter(name => name !== '')
  const namespaces = spaces.map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
  // An API server lists by namespace and name, which are the keys in its store.
  const all = [...given, ...namespaces].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const kinds = new Map(
    [...BUILT_IN, ...given.map(one => kindOf(textAt(one, 'apiVersion'), textAt(one, 'kind')))].map(kind => [
      `${kind.group}/${kind.kind}`,
      kind,
    ]),
  )
  const byKind = new Map<string, JsonRecord[]>()
  for (const object of all) {
    const { group, kind } = kindOf(textAt(object, 'apiVersion'), textAt(object, 'kind'))
    const known = byKind.get(`${group}/${kind}`)
    if (known === undefined) byKind.set(`${group}/${kind}`, [object])
    else known.push(object)
  }
  return path => {
    if (path === '/version') return { major: '1', minor: String(serving.minor ?? 34) }
    const [, root, ...rest] = path.split('/')
    if (root === 'apis' && rest.length === 0) return groupsOf([...kinds.values()])
    const group = root === 'api' ? '' : (rest.shift() ?? '')
    const [version = '', ...within] = rest
    const served = [...kinds.values()].filter(kind => kind.group === group && kind.version === version)
    if (within.length === 0) return resourcesOf(served)
    const isWithin = within[0] === 'namespaces' && within.length > 2
    const namespace = isWithin ? within[1] : undefined
    const [name = '', object] = isWithin ? within.slice(2) : within
    const kind = served.find(one => one.name === name)
    if (kind === undefined) return status(404, 'NotFound')
    if (serving.denied?.includes(name) === true) return status(403, 'Forbidden')
    const held = (byKind.get(`${kind.group}/${kind.kind}`) ?? []).filter(
      one => namespace === undefined || namespaceOf(one) === namespace,
    )
    if (object === undefined) return (asked, response) => answerList(held, asked, response)
    return held.find(one => nameOf(one) === decodeURIComponent(object)) ?? status(404, 'NotFound')
  }
}

function kindOf(apiVersion: string, kind: string): Kind {
  const [version = '', group = ''] = apiVersion.split('/').toReversed()
  const namespaced = !['Namespace', 'Node'].includes(kind)
  return { group, version, kind, name: `${kind.toLowerCase()}s`, namespaced }
}

function groupsOf(kinds: readonly Kind[]): Reply {
  const names = [...new Set(kinds.map(({ group }) => group))].filter(group => group !== '')
  const groups = names.map(name => {
    const versions = [...new Set(kinds.filter(({ group }) => group === name).map(({ version }) => version))]
    return {
      name,
      versions: versions.map(version => ({ version, groupVersion: `${name}/${version}` })),
      preferredVersion: { version: versions[0] },
    }
  })
  return { kind: 'APIGroupList', apiVersion: 'v1', groups }
}

function resourcesOf(kinds: readonly Kind[]): Reply {
  const resources = kinds.map(({ kind, name, namespaced }) => ({
    kind,
    name,
    namespaced,
    verbs: ['get', 'list'],
  }))
  return { kind: 'APIResourceList', apiVersion: 'v1', resources }
}

function answerList(held: readonly JsonRecord[], { query, headers }: Asked, response: ServerResponse): void {
  const found = held.filter(
    one =>
      selects(query.get('labelSelector'), path => valueAt(one, 'metadata', 'labels', path)) &&
      selects(query.get('fieldSelector'), path => valueAt(one, ...path.split('.'))),
  )
  const from = Number(query.get('continue') ?? 0)
  const limit = Number(query.get('limit') ?? found.length)
  const page = found.slice(from, from + limit)
  const left = Math.max(0, found.length - from - limit)
  const isPartial = String(headers.accept).includes('PartialObjectMetadataList')
  const items = isPartial ? page.map(({ metadata }) => ({ metadata })) : page
  const metadata = left === 0 ? {} : { continue: String(from + limit), remainingItemCount: left }
  response
    .setHeader('content-type', 'application/json')
    .end(JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata, items }))
}

/** Equality and its opposite are all that is needed. */
function selects(selector: string | null, valueOf: (path: string) => unknown): boolean {
  return (selector ?? '')
    .split(',')
    .filter(term => term !== '')
    .every(term => {
      const [, path = '', sign, value] = /^(.*?)(!=|==?)(.*)$/.exec(term) ?? []
      return (valueOf(path) === value) === (sign !== '!=')
    })
}

function keyOf(object: object): string {
  return `${namespaceOf(object)}/${nameOf(object)}`
}

function namespaceOf(object: object): string {
  return textAt(object, 'metadata', 'namespace')
}

function nameOf(object: object): string {
  return textAt(object, 'metadata', 'name')
}
