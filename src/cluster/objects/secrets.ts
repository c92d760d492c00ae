import { askServer } from '../api/api-reply.ts'
import { mapLimit } from '../api/map-limit.ts'
import { SECRETS } from '../api/core.ts'
import { denialOf, distinctDenials } from '../api/denial.ts'
import type { Denial } from '../api/denial.ts'
import type { Unread } from '../api/discovery.ts'
import { listAll, resourcePath } from '../api/list.ts'
import type { ClusterObject } from '../api/list.ts'
import { isRecord, textAt, valueAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'
import type { ApiClient } from '../api/api-request.ts'
import { CONCURRENCY } from '../api/list-targets.ts'

export interface SecretName {
  readonly namespace: string
  readonly name: string
}

/** The result of reading one Secret. */
export type SecretReading = SecretName &
  (
    | {
        readonly state: 'found'
        readonly type: string
        /** Secret: base64 by key, as in the API and manifests. */
        readonly data: Readonly<Record<string, string>>
        readonly metadata: JsonRecord
      }
    | { readonly state: 'absent' }
    | { readonly state: 'denied' }
    | { readonly state: 'unread'; readonly what: string }
  )

export interface SecretReadings {
  /** One result for each distinct name, in the order of the names. */
  readonly secrets: readonly SecretReading[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

/** The largest number of Secrets that are read one by one. For more, lists are read. */
const FEW = 50
/** The types that the kubelet reads: only lists of these are read with their content. */
const TYPES = ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']

/**
 * Reads Secrets. A few are read by name, so that no others are seen. Many are read from the lists of pull secrets, in
 * the cluster or in their only namespace, if these lists may be read. If `get` is denied and `list` is not, a Secret
 * is read as a list of one. Throws ClusterError.
 */
export async function readSecrets(
  names: readonly SecretName[],
  client: ApiClient,
  flags: readonly string[],
): Promise<SecretReadings> {
  const distinct = new Map(
    names.map(({ namespace, name }) => [keyOf({ namespace, name }), { namespace, name }]),
  )
  const listed = distinct.size > FEW ? await readMany([...distinct.values()], client) : undefined
  // Namespaces in which `list` is denied too, so that it is not tried for each name.
  const deniedLists = new Set<string>()
  const secrets = await mapLimit(
    CONCURRENCY,
    [...distinct.values()],
    async name => listed?.get(keyOf(name)) ?? (await readOne(name, client, deniedLists)),
  )
  const { group, name: resource } = SECRETS
  return {
    secrets,
    denials: distinctDenials(
      secrets
        .filter(({ state }) => state === 'denied')
        .map(({ namespace }) => denialOf({ verb: 'get', group, resource, namespace }, flags)),
    ),
    unread: secrets.flatMap(secret =>
      secret.state === 'unread' ? [{ group, resource, namespace: secret.namespace, what: secret.what }] : [],
    ),
  }
}

/**
 * Reads Secrets from lists, by namespace and name. The result has pull secrets whole. It lacks existing Secrets of
 * other types, which are then read by name. `undefined` if a list may not be read.
 */
async function readMany(
  names: readonly SecretName[],
  client: ApiClient,
): Promise<ReadonlyMap<string, SecretReading> | undefined> {
  const namespaces = [...new Set(names.map(({ namespace }) => namespace))]
  const [only] = namespaces
  const where = namespaces.length === 1 && only !== undefined ? { namespace: only } : {}
  const wanted = new Map(names.map(name => [keyOf(name), name]))
  const pick = (object: ClusterObject): SecretName | undefined => wanted.get(keyOfObject(object))
  const readings = new Map<string, SecretReading>()
  for (const type of TYPES) {
    const query = { resource: SECRETS, ...where, fieldSelector: `type=${type}` }
    const listed = await listAll(query, client, object => {
      const name = pick(object)
      return name === undefined ? undefined : readingOf(name, object)
    })
    if (listed.kind !== 'listed') return undefined
    for (const reading of listed.objects) readings.set(keyOf(reading), reading)
  }
  if (readings.size === names.length) return readings
  // Only the names of Secrets of other types are needed.
  const fieldSelector = TYPES.map(type => `type!=${type}`).join(',')
  const others = await listAll(
    { resource: SECRETS, ...where, fieldSelector, isNamesOnly: true },
    client,
    pick,
  )
  if (others.kind !== 'listed') return readings
  const present = new Set(others.objects.map(keyOf))
  for (const [key, name] of wanted)
    if (!readings.has(key) && !present.has(key)) readings.set(key, { ...name, state: 'absent' })
  return readings
}

function keyOf({ namespace, name }: SecretName): string {
  return `${namespace}/${name}`
}

function keyOfObject(object: ClusterObject): string {
  return keyOf({
    namespace: textAt(object, 'metadata', 'namespace'),
    name: textAt(object, 'metadata', 'name'),
  })
}

async function readOne(
  secret: SecretName,
  client: ApiClient,
  deniedLists: Set<string>,
): Promise<SecretReading> {
  const { namespace, name } = secret
  const reply = await askServer(resourcePath(SECRETS, namespace, name), client)
  if (reply.kind === 'found') return readingOf(secret, reply.body)
  if (reply.kind === 'absent') return { ...secret, state: 'absent' }
  if (reply.kind === 'failed') return { ...secret, state: 'unread', what: reply.what }
  if (reply.kind === 'expired' || deniedLists.has(namespace)) return { ...secret, state: 'denied' }
  const query = { resource: SECRETS, namespace, fieldSelector: `metadata.name=${name}` }
  const listed = await listAll(query, client, object => object)
  if (listed.kind === 'listed') {
    const [object] = listed.objects
    return object === undefined ? { ...secret, state: 'absent' } : readingOf(secret, object)
  }
  deniedLists.add(namespace)
  return { ...secret, state: 'denied' }
}

function readingOf(secret: SecretName, object: unknown): SecretReading {
  const content = valueAt(object, 'data')
  const data: Record<string, string> = {}
  for (const [key, value] of Object.entries(isRecord(content) ? content : {}))
    if (typeof value === 'string') data[key] = value
  const metadata = valueAt(object, 'metadata')
  return {
    ...secret,
    state: 'found',
    type: textAt(object, 'type'),
    data,
    metadata: isRecord(metadata) ? metadata : {},
  }
}
