import { askServer } from './api-reply.ts'
import { denialOf } from './denial.ts'
import type { Denial } from './denial.ts'
import { resourcePath } from './list.ts'
import type { ApiResource } from './discovery.ts'
import type { ApiClient } from './api-request.ts'
import { recordsAt, textAt, textsAt, valueAt } from '../text/json-record.ts'

const NODES: ApiResource = { group: '', version: 'v1', kind: 'Node', name: 'nodes', isNamespaced: false }

/** What nodes say of where they come from. */
export type NodesReading =
  | { readonly state: 'found'; readonly provider: 'aks' | 'azure' | 'other' }
  | { readonly state: 'denied'; readonly denial: Denial }
  | { readonly state: 'unread' }

/** A few of a cluster are as good as all, which may be thousands. */
const FEW = 20

/** Reads a few nodes. Throws a `ClusterError`. */
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

/** The names of the images that a node has, as it says; `undefined` where it may not be asked. Throws a `ClusterError`. */
export async function readNodeImages(
  name: string,
  client: ApiClient,
): Promise<readonly string[] | undefined> {
  const reply = await askServer(resourcePath(NODES, undefined, name), client)
  if (reply.kind !== 'found') return undefined
  return recordsAt(reply.body, 'status', 'images').flatMap(image => textsAt(image, 'names'))
}

/** The minor version of an API server of Kubernetes 1, such as 35; `undefined` where it does not say. Throws a `ClusterError`. */
export async function readMinorVersion(client: ApiClient): Promise<number | undefined> {
  const reply = await askServer('/version', client)
  if (reply.kind !== 'found' || valueAt(reply.body, 'major') !== '1') return undefined
  const [minor] = /^\d+/.exec(textAt(reply.body, 'minor')) ?? []
  return minor === undefined ? undefined : Number(minor)
}

/** Whether there is a namespace; `undefined` where that may not be asked. Throws a `ClusterError`. */
export async function hasNamespace(name: string, client: ApiClient): Promise<boolean | undefined> {
  const reply = await askServer(`/api/v1/namespaces/${encodeURIComponent(name)}`, client)
  return reply.kind === 'found' ? true : reply.kind === 'absent' ? false : undefined
}
