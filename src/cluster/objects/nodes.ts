import { askServer } from '../api/api-reply.ts'
import { denialOf } from '../api/denial.ts'
import type { Denial } from '../api/denial.ts'
import { resourcePath } from '../api/list.ts'
import type { ApiResource } from '../api/discovery.ts'
import type { ApiClient } from '../api/api-request.ts'
import { recordsAt, textAt, textsAt, valueAt } from '../../text/json-record.ts'

const NODES: ApiResource = { group: '', version: 'v1', kind: 'Node', name: 'nodes', isNamespaced: false }

/** Where the nodes run. */
export type NodesReading =
  | { readonly state: 'found'; readonly provider: 'aks' | 'azure' | 'other' }
  | { readonly state: 'denied'; readonly denial: Denial }
  | { readonly state: 'unread' }

/** A few nodes are enough: a cluster may have thousands, and all are alike here. */
const FEW = 20

/** Reads a few nodes. Throws ClusterError. */
export async function readNodes(client: ApiClient, flags: readonly string[]): Promise<NodesReading> {
  const reply = await askServer(`${resourcePath(NODES)}?limit=${FEW}`, client)
  if (reply.kind === 'denied')
    return { state: 'denied', denial: denialOf({ verb: 'list', group: '', resource: 'nodes' }, flags) }
  if (reply.kind !== 'found') return { state: 'unread' }
  const nodes = recordsAt(reply.body, 'items')
  if (nodes.length === 0) return { state: 'unread' }
  const isAks = nodes.some(node => textAt(node, 'metadata', 'labels', 'kubernetes.azure.com/cluster') !== '')
  const isAzure = nodes.some(node => textAt(node, 'spec', 'providerID').startsWith('azure://'))
  return { state: 'found', provider: isAks ? 'aks' : isAzure ? 'azure' : 'other' }
}

/** The names of a node's images, from its status; `undefined` if the node cannot be read. Throws ClusterError. */
export async function readNodeImages(
  name: string,
  client: ApiClient,
): Promise<readonly string[] | undefined> {
  const reply = await askServer(resourcePath(NODES, undefined, name), client)
  if (reply.kind !== 'found') return undefined
  return recordsAt(reply.body, 'status', 'images').flatMap(image => textsAt(image, 'names'))
}

/** The minor version of a Kubernetes 1 API server, such as 35; `undefined` if it is unknown. Throws ClusterError. */
export async function readMinorVersion(client: ApiClient): Promise<number | undefined> {
  const reply = await askServer('/version', client)
  if (reply.kind !== 'found' || valueAt(reply.body, 'major') !== '1') return undefined
  const [minor] = /^\d+/.exec(textAt(reply.body, 'minor')) ?? []
  return minor === undefined ? undefined : Number(minor)
}

/** Whether a namespace exists; `undefined` if it cannot be read. Throws ClusterError. */
export async function hasNamespace(name: string, client: ApiClient): Promise<boolean | undefined> {
  const reply = await askServer(`/api/v1/namespaces/${encodeURIComponent(name)}`, client)
  return reply.kind === 'found' ? true : reply.kind === 'absent' ? false : undefined
}
