import { askServer } from './answer.ts'
import { someAtATime } from './at-a-time.ts'
import { SECRETS } from './core.ts'
import { denialOf, distinctDenials } from './denial.ts'
import type { Denial } from './denial.ts'
import type { Unread } from './discovery.ts'
import { listAll, resourcePath } from './list.ts'
import { isRecord, textAt, valueAt } from '../text/json-record.ts'
import type { Wire } from './request.ts'
import { WIDTH } from './places.ts'

export interface SecretName {
  readonly namespace: string
  readonly name: string
}

/** What is known of one Secret. */
export type SecretReading = SecretName &
  (
    | {
        readonly state: 'found'
        readonly type: string
        /** Secret: base64 by key, as the API and a manifest have it. */
        readonly data: Readonly<Record<string, string>>
      }
    | { readonly state: 'absent' }
    | { readonly state: 'denied' }
    | { readonly state: 'unread'; readonly what: string }
  )

export interface SecretReadings {
  /** One for each name that was asked for, each once, in the order of asking. */
  readonly secrets: readonly SecretReading[]
  readonly denials: readonly Denial[]
  readonly unread: readonly Unread[]
}

/** Reads these Secrets and no other ones; by a list of one where `get` is denied and `list` is not. Throws a `ClusterError`. */
export async function readSecrets(
  names: readonly SecretName[],
  wire: Wire,
  flags: readonly string[],
): Promise<SecretReadings> {
  const distinct = new Map(names.map(({ namespace, name }) => [`${namespace}/${name}`, { namespace, name }]))
  // Namespaces in which the list is denied as well, so that it is not tried for each name.
  const closed = new Set<string>()
  const secrets = await someAtATime(WIDTH, [...distinct.values()], name => readOne(name, wire, closed))
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

async function readOne(secret: SecretName, wire: Wire, closed: Set<string>): Promise<SecretReading> {
  const { namespace, name } = secret
  const reply = await askServer(resourcePath(SECRETS, namespace, name), wire)
  if (reply.kind === 'found') return readingOf(secret, reply.body)
  if (reply.kind === 'absent') return { ...secret, state: 'absent' }
  if (reply.kind === 'failed') return { ...secret, state: 'unread', what: reply.what }
  if (reply.kind === 'expired' || closed.has(namespace)) return { ...secret, state: 'denied' }
  const query = { resource: SECRETS, namespace, fieldSelector: `metadata.name=${name}` }
  const listed = await listAll(query, wire)
  if (listed.kind === 'listed') {
    const [object] = listed.objects
    return object === undefined ? { ...secret, state: 'absent' } : readingOf(secret, object)
  }
  closed.add(namespace)
  return { ...secret, state: 'denied' }
}

function readingOf(secret: SecretName, object: unknown): SecretReading {
  const content = valueAt(object, 'data')
  const data: Record<string, string> = {}
  for (const [key, value] of Object.entries(isRecord(content) ? content : {}))
    if (typeof value === 'string') data[key] = value
  return { ...secret, state: 'found', type: textAt(object, 'type'), data }
}
