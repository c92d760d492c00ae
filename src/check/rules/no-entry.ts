import { parseLoginServer } from '../../image/login-server.ts'
import { parseReference } from '../../image/reference.ts'
import { withoutScheme } from '../../image/registry.ts'
import type { Registry } from '../../image/registry.ts'
import { DEFAULT_SERVICE_ACCOUNT, namespacedName } from '../../kubernetes/service-account.ts'
import { keyOf } from '../../pull-secret/keyring.ts'
import { fittingSecret } from '../examine/fitting-secret.ts'
import { isPlaceholderHost, textAfterPlaceholder } from '../../text/placeholder.ts'
import { lacksCredential } from '../examine/examine.ts'
import type { CheckContext, Examined, ExaminedImage } from '../examine/examine.ts'
import type { Finding } from '../finding.ts'
import { injectFlags } from '../remedies/inject-line.ts'
import {
  injectRemedy,
  isFixed,
  recreateSecret,
  secretCommand,
  injectTarget,
} from '../remedies/remedy-commands.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/**
 * Images for which no listed Secret has an entry, and that have no other fault. The finding explains why existing
 * entries do not match.
 */
export const noEntry: Rule = (examined, context) => {
  const isSettled = examined.listed.every(({ content }) => content?.kind === 'entries')
  if (!isSettled || examined.listed.length === 0) return []
  const images = new Map<string, ExaminedImage>()
  for (const image of examined.images) {
    const { attempts, registry } = image
    if (lacksCredential(image) && attempts.length === 0 && !images.has(registry.host))
      images.set(registry.host, image)
  }
  return [...images.values()].map(image => findingFor(examined, image, context))
}

function findingFor(examined: Examined, { use, registry }: ExaminedImage, context: CheckContext): Finding {
  const { listed } = examined
  const keys = listed.flatMap(({ content }) =>
    content?.kind === 'entries' ? content.entries.flatMap(({ server }) => keyOf(server) ?? []) : [],
  )
  const names = listed.map(({ name }) => name).join(', ')
  const reason = reasonOf(use.reference, keys, examined)
  const host = registry.domain
  return atSite(examined, use.line, {
    code: 'no-entry-for-host',
    severity: 'error',
    image: use.reference,
    brief: `no entry for ${host}`,
    what: `${names} ${listed.length === 1 ? 'has' : 'have'} no entry for ${host}${reason === undefined ? '' : `: ${reason}`}`,
    ...wayOut(examined, registry, keys, context),
  })
}

/**
 * The remedy. A Secret that has entries only for this registry can be recreated. A Secret with other entries would
 * lose them.
 */
function wayOut(
  examined: Examined,
  { host, domain }: Registry,
  keys: readonly string[],
  context: CheckContext,
): Pick<Finding, 'remedy' | 'command'> {
  const { listed, placed, site, list } = examined
  const { inventory } = context
  if (/[A-Z]/.test(domain)) return { remedy: `write ${domain.toLowerCase()} in the image` }
  const { namespace } = placed.resource.identity
  const server = parseLoginServer(host)
  const hosts = keys.map(withoutPath)
  const isOwn = hosts.every(
    key =>
      withoutPort(key) === withoutPort(host) ||
      key.toLowerCase() === server?.name ||
      (server !== undefined && parseLoginServer(key)?.registry === server.registry),
  )
  const [only, another] = listed
  if (only?.resolution.state === 'found' && another === undefined && isOwn) {
    const others = hosts.filter(key => key.includes('.'))
    const { command, afterwards } = recreateSecret(only.resolution.secret, namespace, host, others)
    return { remedy: `recreate ${only.name} with an entry for ${domain}${afterwards}`, command }
  }
  const { resource, place, ownedBy } = placed
  const isOne = site.list.capacity === 'one'
  // A file and an object of the cluster can be changed, but not a built or piped manifest, nor a list that admission
  // creates.
  const isChanged = !isOne && (place === undefined ? list.origin !== 'admission' : place.isFile)
  const way = (name: string): Pick<Finding, 'remedy' | 'command'> | undefined => {
    if (!isChanged || ownedBy !== undefined) return undefined
    const flags = [
      ...injectFlags([`${host}=${name}`], [], inventory.configuration),
      ...accountFlags(examined),
    ]
    const { remedy, command } = injectRemedy(injectTarget(placed, place), flags)
    const why = isFixed(resource.identity) && place === undefined ? `; ${remedy}` : ''
    return { remedy: why, ...(command === undefined ? {} : { command }) }
  }
  const there = fittingSecret(
    examined,
    examined.images.filter(({ registry }) => registry.host === host),
    context,
  )
  if (there !== undefined && !isOne) {
    const { remedy = '', ...line } = way(there) ?? {}
    return { remedy: `list ${there} too, which has one${remedy}`, ...line }
  }
  const [label = ''] = host.toLowerCase().split(/[^a-z0-9-]/)
  const name = newName(
    `${label}-pull`,
    inventory.secrets
      .filter(({ identity }) => identity.namespace === namespace)
      .map(one => one.identity.name),
  )
  const make = secretCommand(name, namespace, host)
  if (isOne) return { remedy: `create a Secret for ${domain}, and name that one`, command: make }
  const { remedy = '', command } = way(name) ?? {}
  return {
    remedy: `create a Secret for ${domain}, and list it too${remedy}`,
    command: command === undefined ? make : `${make} && ${command}`,
  }
}

/**
 * The flags that tell inject the list of a ServiceAccount outside its input, if a list in the pod spec would hide it.
 */
function accountFlags({ placed, site, list }: Examined): readonly string[] {
  const { place, resource, isApplied = false } = placed
  const { kind, namespace } = resource.identity
  // The list of a Pod is a copy of its ServiceAccount's list, and the manifest that created the Pod may lack it.
  const isHanded = kind === 'Pod' && place === undefined && isApplied
  const isSeen = place !== undefined && list.account?.placed?.place?.source === place.source
  const label = isHanded
    ? namespacedName(namespace, site.serviceAccount ?? DEFAULT_SERVICE_ACCOUNT)
    : list.origin === 'service-account' && !isSeen
      ? list.label
      : undefined
  return label === undefined ? [] : ['--service-account-secret', `${label}=${list.names.join(',')}`]
}

/** A name that no known Secret has, so that none is overwritten. */
function newName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? newName(`${name}-2`, taken) : name
}

type Reason = (image: string, key: string) => string | undefined

/** Ways in which a key almost matches, the most helpful first. */
const REASONS: readonly Reason[] = [
  (image, key) =>
    image !== key && image.toLowerCase() === key.toLowerCase()
      ? `hosts are compared case-sensitively, and the entry is for ${key}`
      : undefined,
  (image, key) =>
    withoutPort(image) === withoutPort(key) && portIn(image) !== portIn(key)
      ? `ports are compared as they are written, and the entry is for ${key}`
      : undefined,
  (image, key) => {
    const [one, other] = [parseLoginServer(image), parseLoginServer(key)]
    if (one === undefined || other === undefined || one.registry !== other.registry) return undefined
    return one.region === undefined
      ? `the entry is only for the regional host ${key}`
      : `hosts are compared whole, so a regional one needs an entry of its own beside ${key}`
  },
  (image, key) => {
    const [one, other] = [parseLoginServer(image)?.name, parseLoginServer(key)?.name]
    if (one === undefined || other === undefined || one === other) return undefined
    if (one.startsWith(`${other}-`))
      return `the registry has a domain name label, and ${key} is another host, perhaps of another owner`
    return other.startsWith(`${one}-`)
      ? `the entry is for ${key}, whose domain name label the image lacks`
      : undefined
  },
  (image, key) =>
    /[*?[]/.test(key) && image.endsWith(withoutPort(key).replace(/^.*[*?\]]/, ''))
      ? `a "*" matches one label of a host and no more, and the entry is for ${key}`
      : undefined,
]

/** The reason why no key matches an image. */
function reasonOf(reference: string, keys: readonly string[], { listed }: Examined): string | undefined {
  const contents = listed.flatMap(({ content }) => (content?.kind === 'entries' ? [content] : []))
  const emptiness = contents.flatMap(content => content.emptiness ?? [])[0]
  if (emptiness !== undefined && !keys.some(key => /[.:]/.test(key))) return emptiness
  const strange = contents
    .flatMap(({ entries }) => entries.map(({ server }) => server))
    .find(server => keyOf(server) === undefined || isPlaceholderHost(server))
  if (strange !== undefined) return strangeness(strange)
  if (keys.length === 0) return 'they have none at all'
  const { domain = '' } = parseReference(withoutScheme(reference))
  const server = parseLoginServer(domain)
  const path = keys.find(key => key.startsWith(`${domain}/`))
  if (path !== undefined) return `the entry is only for images below ${path}`
  for (const reason of REASONS) {
    for (const key of keys) {
      const found = reason(domain, withoutPath(key))
      if (found !== undefined) return found
    }
  }
  // A key that is not a host is a mistake, and may be secret: it is not shown.
  const hosts = [...new Set(keys.filter(key => /[.:]|^localhost/.test(key)))]
  const bare = keys.find(key => server?.name !== undefined && key.toLowerCase() === server.name)
  if (bare !== undefined) return `its entry is for ${bare}, and the host is ${domain}`
  if (hosts.length === 0) return 'its entries are not for hosts'
  return `its entries are for ${hosts.slice(0, 3).join(', ')}${hosts.length > 3 ? ` and ${hosts.length - 3} more` : ''}`
}

/** The reason why a key of `auths` matches no image. The key is shown only if it contains nothing but a host. */
function strangeness(server: string): string {
  const rest = textAfterPlaceholder(server)
  if (rest !== undefined && /^(?:[.:][\w.:-]*)?$/.test(rest))
    return `its entry is for ${server}, a placeholder that was not replaced`
  const clean = server.replaceAll(/[\s\p{Cc}\ufeff]/gu, '')
  const host = clean.replace(/^https?:\/\//, '')
  if (clean === server || !/^[\w.:/-]+$/.test(host))
    return 'the host of its entry cannot be parsed, and the entry is ignored'
  const where = /[\r\n]/.test(server) ? 'a line break' : 'whitespace or a control character'
  return `the host of its entry, ${host}, has ${where} in it, and the entry is ignored`
}

function withoutPath(key: string): string {
  return key.replace(/\/.*/s, '')
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '')
}

function portIn(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? ''
}
