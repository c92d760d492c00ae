import { askServer } from './api-reply.ts'
import type { Reply } from './api-reply.ts'
import { mapLimit } from './map-limit.ts'
import { ClusterError } from '../cluster-error.ts'
import { recordsAt, textAt, textsAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'
import type { ApiClient } from './api-request.ts'

/** A kind of the API, in any version. */
export interface GroupKind {
  readonly group: string
  readonly kind: string
}

/** A kind as a server serves it. */
export interface ApiResource extends GroupKind {
  readonly version: string
  /** The plural name, as in paths. */
  readonly name: string
  readonly isNamespaced: boolean
}

/** A list that could not be read, for another reason than missing permission. */
export interface Unread {
  readonly group: string
  /** The plural name of the resource, or `*` where the group's resources are unknown. */
  readonly resource: string
  readonly namespace?: string
  readonly what: string
}

export interface Discovered {
  readonly resources: readonly ApiResource[]
  readonly unread: readonly Unread[]
}

/**
 * Finds which of `kinds` a server can list. Each gets the version that the server prefers, among those with the kind.
 * Throws ClusterError.
 */
export async function discover(kinds: readonly GroupKind[], client: ApiClient): Promise<Discovered> {
  const wanted = new Map<string, Set<string>>()
  for (const { group, kind } of kinds) wanted.set(group, (wanted.get(group) ?? new Set()).add(kind))
  const body = bodyOf(await askServer('/apis', client), client)
  const groups = [...wanted].flatMap(([group, names]) => {
    const versions = group === '' ? ['v1'] : versionsOf(group, body)
    return versions.length === 0 ? [] : [{ group, names, versions }]
  })
  const found = await mapLimit(4, groups, ({ group, names, versions }) =>
    discoverGroup(group, names, versions, client),
  )
  return {
    resources: found.flatMap(({ resources }) => resources),
    unread: found.flatMap(({ unread }) => unread),
  }
}

function bodyOf(reply: Reply, { server }: ApiClient): JsonRecord {
  if (reply.kind === 'found') return reply.body
  if (reply.kind === 'denied')
    throw new ClusterError(
      'denied',
      `${server.host} does not list its kinds: forbidden`,
      "try 'kubectl auth can-i get /apis'; the ClusterRole system:discovery allows it",
    )
  if (reply.kind === 'failed') throw new ClusterError('unreachable', reply.what, 'try again later')
  throw new ClusterError(
    'unexpected',
    `${server.host} has no Kubernetes API at this address`,
    "check the cluster's server in the kubeconfig",
  )
}

/** The versions of a group, the preferred one first. */
function versionsOf(name: string, groups: JsonRecord): readonly string[] {
  const group = recordsAt(groups, 'groups').find(candidate => textAt(candidate, 'name') === name)
  const preferred = textAt(group, 'preferredVersion', 'version')
  const versions = recordsAt(group, 'versions').map(version => textAt(version, 'version'))
  return [...new Set([preferred, ...versions])].filter(version => version !== '')
}

async function discoverGroup(
  group: string,
  wanted: ReadonlySet<string>,
  versions: readonly string[],
  client: ApiClient,
): Promise<Discovered> {
  const resources: ApiResource[] = []
  const left = new Set(wanted)
  for (const version of versions) {
    if (left.size === 0) break
    const reply = await askServer(group === '' ? `/api/${version}` : `/apis/${group}/${version}`, client)
    if (reply.kind === 'failed') return { resources, unread: [{ group, resource: '*', what: reply.what }] }
    if (reply.kind !== 'found') continue
    for (const entry of recordsAt(reply.body, 'resources')) {
      const [kind, name] = [textAt(entry, 'kind'), textAt(entry, 'name')]
      // A name with a slash is a subresource, such as `pods/status`.
      if (!left.has(kind) || name.includes('/') || !textsAt(entry, 'verbs').includes('list')) continue
      left.delete(kind)
      resources.push({ group, version, kind, name, isNamespaced: entry['namespaced'] === true })
    }
  }
  return { resources, unread: [] }
}
