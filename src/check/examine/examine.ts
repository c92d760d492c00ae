import { isPlaceholderHost } from '../../text/placeholder.ts'
import type { Diagnostic } from '../../manifest/diagnostic.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import { unmountableNames } from '../../kubernetes/pull-secrets.ts'
import { withoutScheme } from '../../image/registry.ts'
import type { Registry, RegistryOf } from '../../image/registry.ts'
import { faultOfReference, meantReference } from '../../image/reference-fault.ts'
import type { ReferenceFault } from '../../image/reference-fault.ts'
import { BUILT_IN_GROUPS } from '../../kubernetes/groups.ts'
import { isDiagnostic } from '../../manifest/site.ts'
import type { ImageUse, Site } from '../../manifest/site.ts'
import type { StoredEntry } from '../../pull-secret/docker-config.ts'
import { keyMatches, keyringOf, keyOf, lookup } from '../../pull-secret/keyring.ts'
import type { PullAnswer } from '../../pull-secret/pulls/pull.ts'
import { parseReference } from '../../image/reference.ts'
import { contentOf, faultOfGenerated } from './content.ts'
import { judgeCredential } from './credential-faults.ts'
import type { CredentialState } from './credential-faults.ts'
import { listOfPods } from '../inventory/pod-lists.ts'
import type { Content } from './content.ts'
import { effectiveList, isHidden, serviceAccountsOf } from './effective-list.ts'
import type { AccountOf, EffectiveList } from './effective-list.ts'
import type { Inventory, KnownSecret, PlacedResource, ResourceName } from '../inventory/inventory.ts'
import { secretResolver } from './resolve.ts'
import type { Resolution, ResolveSecret } from './resolve.ts'

/** Everything that the kubelet finds for one pod spec. */
export interface Examined {
  readonly placed: PlacedResource
  readonly site: Site
  readonly list: EffectiveList
  readonly listed: readonly ListedSecret[]
  /** Each image of a registry once. */
  readonly images: readonly ExaminedImage[]
}

/** A name of the effective list, and the Secret it leads to. */
export interface ListedSecret {
  readonly name: string
  readonly resolution: Resolution
  /** Present where the Secret was found. */
  readonly content?: Content
}

export interface ExaminedImage {
  readonly use: ImageUse
  readonly registry: Registry
  /** The fault in its name. */
  readonly fault?: ReferenceFault
  /** Whether the pull policy is `Never`: no credential is used. */
  readonly isNeverPulled?: true
  /** The credentials, in the order in which the kubelet tries them. */
  readonly attempts: readonly CredentialAttempt[]
  readonly status: ImageStatus
  /** Why the image may work although no credential is known. */
  readonly proof?: Proof
  /** The registry's answer to an anonymous request, if it was asked. */
  readonly anonymous?: PullAnswer
}

/**
 * `pulls`: there is a credential that the registry accepted, or may accept if it was not asked; `fails`: there is no
 * such credential, or no such image; `unknown`: the result depends on facts that are not known.
 */
export type ImageStatus = 'pulls' | 'fails' | 'unknown'

/**
 * `runs`: a pod runs or ran the image; `let-in`: a node was authorized by the registry, and failed for another reason;
 * `nodes`: the nodes may have a credential of their own.
 */
export type Proof = 'runs' | 'let-in' | 'nodes'

/** A credential that the kubelet tries for an image. */
export interface CredentialAttempt extends CredentialState {
  /** The name of the Secret with the credential. */
  readonly secret: string
  /** The entry's key as the kubelet compares it: host and path. */
  readonly key: string
  /** Secret. */
  readonly entry: StoredEntry
  /** The registry's answer, if it was asked. */
  readonly answer?: PullAnswer
}

/** The facts that every examination uses. */
export interface CheckContext {
  readonly inventory: Inventory
  readonly accountOf: AccountOf
  readonly resolve: ResolveSecret
  /** How the kubelet reads a Secret of the inventory. */
  readonly contentOf: (secret: KnownSecret) => Content
  readonly registryOf: RegistryOf
  /** Milliseconds since 1970. */
  readonly now: number
  readonly isKnownAccount: (name: ResourceName) => boolean
  /** Whether a known pod pulls an image with a pull secret. */
  readonly isPulledWithSecret: (image: string) => boolean
}

/** Builds the context. Each ServiceAccount and Secret is read once. */
export function checkContextOf(inventory: Inventory, registryOf: RegistryOf, now: number): CheckContext {
  const accounts = new Set([
    ...inventory.serviceAccounts.map(({ namespace, name }) => namespacedName(namespace, name)),
    ...inventory.resources
      .filter(({ resource }) => resource.role === 'service-account')
      .map(({ resource: { identity } }) => namespacedName(identity.namespace, identity.name)),
  ])
  const contents = new Map(inventory.secrets.map(secret => [secret, contentOf(secret)]))
  return {
    inventory,
    accountOf: serviceAccountsOf(inventory),
    resolve: secretResolver(inventory),
    contentOf: secret => contents.get(secret) ?? contentOf(secret),
    registryOf,
    now,
    isKnownAccount: ({ namespace, name }) => accounts.has(namespacedName(namespace, name)),
    isPulledWithSecret: () => false,
  }
}

/** Examines a pod spec; `undefined` if it has no image of a registry. */
export function examine(placed: PlacedResource, site: Site, context: CheckContext): Examined | undefined {
  const { accountOf, registryOf, now } = context
  if (site.onlyIfListed && site.list.form === 'absent') return undefined
  const seen = new Set<string>()
  const uses = site.images.filter(({ reference }) => seen.size !== seen.add(reference).size)
  const found = uses.flatMap(use => {
    const registry = registryOf(use.reference) ?? registryOf(meantReference(use.reference))
    return registry === undefined ? [] : [{ use, registry }]
  })
  if (found.length === 0) return undefined
  const { identity } = placed.resource
  const said = effectiveList(identity, site, accountOf)
  const ofPods = said.names.length > 0 ? [] : listOfPods(placed.seen ?? [])
  const known: EffectiveList = ofPods.length > 0 ? { ...said, origin: 'admission', names: ofPods } : said
  const isUnseen = known.account === undefined && known.label !== undefined && ofPods.length === 0
  const list =
    isUnseen && isHidden(identity, context.inventory) ? { ...known, isHidden: true as const } : known
  const listed = list.names.map(name => listedSecret(name, identity.namespace, context))
  if (identity.kind === 'HelmRepository' && listed.some(holdsPlainPair)) return undefined
  const images = found.map(({ use, registry }) => {
    if (placed.neverPulled?.includes(use.path) === true)
      return { use, registry, attempts: [], status: 'pulls' as const, isNeverPulled: true as const }
    const fault = referenceFault(use.reference, registry, placed)
    if (fault?.kind === 'unparsable') return { use, registry, fault, attempts: [], status: 'fails' as const }
    const attempts = attemptsFor(use.reference, listed, now)
    const isRefused = isAccountMissing({ placed, site, list }, context)
    const status = isRefused ? 'fails' : statusOf(registry, attempts, { site, list, listed })
    return { use, registry, attempts, status, ...(fault === undefined ? {} : { fault }) }
  })
  return { placed, site, list, listed, images }
}

/** Whether the ServiceAccount of a pod spec is known not to exist. */
export function isAccountMissing(
  { placed, site: { serviceAccount: name }, list: { label } }: Pick<Examined, 'placed' | 'site' | 'list'>,
  { inventory, isKnownAccount }: CheckContext,
): boolean {
  if (inventory.hasAllAccounts !== true || name === undefined || label === undefined) return false
  const { namespace } = placed.resource.identity
  const account = { ...(namespace === undefined ? {} : { namespace }), name }
  return !isKnownAccount(account) && !isHidden(account, inventory)
}

/**
 * Flux also accepts a user name and password at these keys for Helm, instead of a docker config (source-controller).
 */
function holdsPlainPair({ resolution }: ListedSecret): boolean {
  if (resolution.state !== 'found') return false
  const { fields } = resolution.secret
  return fields.has('username') && fields.has('password')
}

/** In a cluster, no program replaces a placeholder any more. A placeholder that `--registry` names is valid. */
function referenceFault(
  reference: string,
  { domain }: Registry,
  { place, resource }: PlacedResource,
): ReferenceFault | undefined {
  // Some custom kinds take a URL instead of an image reference.
  const image = BUILT_IN_GROUPS.has(resource.identity.group) ? reference : withoutScheme(reference)
  const known =
    isPlaceholderHost(domain) && image.startsWith(domain) ? `x.io${image.slice(domain.length)}` : image
  const fault = faultOfReference(known)
  return fault !== undefined && place === undefined ? { ...fault, kind: 'unparsable' } : fault
}

export function listedSecret(
  name: string,
  namespace: string | undefined,
  context: CheckContext,
): ListedSecret {
  const wanted = { ...(namespace === undefined ? {} : { namespace }), name }
  const resolution = context.resolve(wanted)
  const fault =
    resolution.state === 'generated' && resolution.generated !== undefined
      ? faultOfGenerated(resolution.generated)
      : undefined
  if (fault !== undefined) return { name, resolution, content: { kind: 'ignored', fault } }
  return {
    name,
    resolution,
    ...(resolution.state === 'found' ? { content: context.contentOf(resolution.secret) } : {}),
  }
}

/** The credentials that the kubelet tries for an image, as far as the Secrets are known. */
export function attemptsFor(
  image: string,
  listed: readonly ListedSecret[],
  now: number,
): readonly CredentialAttempt[] {
  const reference = withoutScheme(image)
  const host = parseReference(reference).domain ?? ''
  const configs = listed.flatMap(({ name, content }) =>
    content?.kind === 'entries' ? [{ name, entries: content.entries, isClear: content.isClear }] : [],
  )
  return lookup(keyringOf(configs), reference).flatMap(found => {
    const config = configs.find(({ entries }) => entries.some(entry => entry === found))
    const entry = config?.entries.find(candidate => candidate === found)
    if (config === undefined || entry === undefined) return []
    const { name: secret, isClear } = config
    const state = judgeCredential({ entry, host, isClear, now })
    return [{ secret, key: keyOf(entry.server) ?? '', entry, ...state }]
  })
}

/** The names for which the API server rejects the pod, because its ServiceAccount enforces mountable secrets. */
export function notMountable({ list: { form } }: Site, { names, account }: EffectiveList): readonly string[] {
  return form === 'list' ? unmountableNames(names, account) : []
}

type Lists = Pick<Examined, 'site' | 'list' | 'listed'>

function statusOf({ host }: Registry, attempts: readonly CredentialAttempt[], lists: Lists): ImageStatus {
  const { list, listed } = lists
  if (list.isHidden === true && list.names.length === 0) return 'unknown'
  if (isBlocked(lists)) return 'fails'
  if (attempts.some(({ fault }) => fault === undefined)) return 'pulls'
  if (listed.length > 0 && isPlaceholderHost(host)) return 'unknown'
  return listed.some(one => isContentUnknown(one) && mayHold(one, host)) ? 'unknown' : 'fails'
}

/** Whether a generated Secret has, or may have, an entry for a host. */
export function mayHold({ resolution }: ListedSecret, host: string): boolean {
  if (resolution.state !== 'generated' || resolution.generated?.servers === undefined) return true
  return resolution.generated.servers.some(server => {
    const key = keyOf(server)
    return key !== undefined && (key.replace(/\/.*/s, '') === host || keyMatches(key, `${host}/x`))
  })
}

/** The reason why kubectl refuses the manifest: the list, or an entry, has a wrong type. */
export function refusal({ list: { form, insertion } }: Site): Diagnostic | undefined {
  return form === 'list' && isDiagnostic(insertion) && insertion.isRefused === true ? insertion : undefined
}

/** Whether the pod pulls no image at all: it is rejected, or one of its Secrets is unreadable. */
export function isBlocked({ site, list, listed }: Lists): boolean {
  if (refusal(site) !== undefined) return true
  return notMountable(site, list).length > 0 || listed.some(({ content }) => content?.kind === 'broken')
}

/** All answers of the registry about an image. */
export function answersOf({ attempts, anonymous }: ExaminedImage): readonly PullAnswer[] {
  return [...attempts.flatMap(({ answer }) => answer ?? []), ...(anonymous === undefined ? [] : [anonymous])]
}

/** Whether the registry accepted a credential and does not have the image. */
export function isMissing({ outcome }: PullAnswer): boolean {
  return outcome === 'missing-image' || outcome === 'missing-repository'
}

/** Whether an answer decides the result of the pull, whatever other credentials exist. */
export function isConclusive(answer: PullAnswer): boolean {
  return answer.outcome === 'pulls' || isMissing(answer)
}

/** Whether an image fails because no credential is available, not because of its name or because it does not exist. */
export function lacksCredential(image: ExaminedImage): boolean {
  return image.status === 'fails' && image.fault === undefined && !answersOf(image).some(isMissing)
}

/** Whether the content of a Secret is not known, so that it may contain a usable credential. */
export function isContentUnknown({ resolution, content }: ListedSecret): boolean {
  if (resolution.state === 'generated') return content === undefined
  return ['unknown', 'denied'].includes(resolution.state) || content?.kind === 'encrypted'
}
