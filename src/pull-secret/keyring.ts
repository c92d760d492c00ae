import { parseReference } from '../image/reference.ts'
import type { AuthEntry } from './credential.ts'
import { compareBytes } from './go/go-json.ts'
import { parseSchemeless, splitPort } from './go/go-url.ts'
import { matchLabel } from './go/label-pattern.ts'

/** All entries of a pod's pull secrets, in the order in which the kubelet tries them (kubelet `keyring.go`). */
export type Keyring = readonly KeyringSlot[]

export interface KeyringSlot {
  /** Host, port and path to compare with an image. Each label of the host is a glob. */
  readonly key: string
  /** Several entries if several secrets have the key, in the order of `imagePullSecrets`. */
  readonly entries: readonly AuthEntry[]
}

const DOCKER_HUB = 'index.docker.io'

/** Builds a keyring from the docker configs of a pod's secrets, given in the order of its `imagePullSecrets`. */
export function keyringOf(configs: readonly { readonly entries: readonly AuthEntry[] }[]): Keyring {
  const slots = new Map<string, AuthEntry[]>()
  for (const entry of configs.flatMap(({ entries }) => entries)) {
    const key = keyOf(entry.server)
    if (key === undefined) continue
    const slot = slots.get(key)
    if (slot === undefined) slots.set(key, [entry])
    else slot.push(entry)
  }
  return [...slots]
    .map(([key, entries]) => ({ key, entries }))
    .sort((one, other) => compareBytes(other.key, one.key))
}

/**
 * Normalizes a key of `auths` as the kubelet does: removes the scheme and `/v1/` or `/v2/`. `undefined` if the
 * kubelet ignores the entry.
 */
export function keyOf(server: string): string | undefined {
  const url = parseSchemeless(server.replace(/^https?:\/\//, ''))
  if (url === undefined) return undefined
  const path = /^\/v[12]\//.test(url.path) ? url.path.slice(3) : url.path
  return path === '/' ? url.host : url.host + path
}

/**
 * The entries that the kubelet tries for an image, in order, until one pulls. Without entries it pulls anonymously.
 */
export function lookup(keyring: Keyring, image: string): readonly AuthEntry[] {
  const { domain, name } = fullName(image)
  const found = keyring.filter(({ key }) => keyMatches(key, name))
  if (found.length === 0 && domain === 'docker.io')
    return keyring.find(({ key }) => key === DOCKER_HUB)?.entries ?? []
  return found.flatMap(({ entries }) => entries)
}

/** Whether a key matches a name of host, port and repository (kubelet `URLsMatch`). */
export function keyMatches(key: string, name: string): boolean {
  const pattern = parseSchemeless(key)
  const target = parseSchemeless(name)
  if (pattern === undefined || target === undefined || !target.path.startsWith(pattern.path)) return false
  const [patternHost, patternPort] = splitPort(pattern.host)
  const [host, port] = splitPort(target.host)
  const patterns = patternHost.split('.')
  const labels = host.split('.')
  return (
    patternPort === port &&
    patterns.length === labels.length &&
    patterns.every((label, index) => matchLabel(label, labels[index] ?? ''))
  )
}

/**
 * An image's full name without tag and digest: parts that Docker lets users omit are added (distribution
 * `normalize.go`).
 */
function fullName(image: string): { readonly domain: string; readonly name: string } {
  const { domain: written, repository } = parseReference(image)
  const domain = written === undefined || written === DOCKER_HUB ? 'docker.io' : written
  const official = domain === 'docker.io' && !repository.includes('/')
  return { domain, name: `${domain}/${official ? 'library/' : ''}${repository}` }
}
