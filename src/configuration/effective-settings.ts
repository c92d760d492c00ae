import { DEFAULT_SECRET } from '../pull-secret/secret-rules.ts'
import { parseLoginServer } from '../image/login-server.ts'
import type { SecretRule } from '../pull-secret/secret-rules.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { namespacedName } from '../kubernetes/service-account.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import type { Configuration, Stated, StatedRegistry } from './configuration.ts'
import type { LoadRestrictor } from './schema.ts'

/** The origin of a value. */
export type ValueOrigin =
  | { readonly by: 'flag'; readonly flag: string }
  | { readonly by: 'file'; readonly file: string; readonly line: number }
  | { readonly by: 'default' }

export interface Sourced<T> {
  readonly value: T
  readonly from: ValueOrigin
}

/** The settings given by flags; absent if the verb has no such flag. */
export interface FlagSettings {
  readonly secret?: readonly SecretRule[]
  readonly registry?: readonly string[]
  readonly serviceAccountSecret?: readonly DeclaredServiceAccount[]
  readonly kind?: readonly WorkloadKind[]
  readonly crd?: readonly string[]
  readonly exclude?: readonly string[]
  readonly noIgnore?: boolean
  readonly noShape?: boolean
  readonly via?: 'pod' | 'serviceaccount' | undefined
  readonly strictInject?: boolean | undefined
  readonly strictCheck?: boolean | undefined
  readonly failOn?: 'warning' | 'error' | undefined
}

/** A registry with settings of its own. */
export interface KnownRegistry {
  readonly server: Sourced<string>
  readonly secrets: readonly Sourced<string>[]
  readonly regions: readonly Sourced<string>[]
  readonly credentialFree?: Sourced<boolean>
}

/** A path or glob, and the absolute path of the directory it is relative to. */
export interface InDirectory {
  readonly text: string
  readonly directory: string
}

/** The effective settings: from flags, else the configuration, else the defaults. */
export interface EffectiveSettings {
  /** The configuration file, if any. */
  readonly file: string | undefined
  /** The pull secrets of all registries without their own. */
  readonly secrets: readonly Sourced<string>[]
  readonly registries: readonly KnownRegistry[]
  readonly onlyListedRegistries: Sourced<boolean>
  readonly serviceAccounts: readonly Sourced<DeclaredServiceAccount>[]
  readonly kinds: readonly Sourced<WorkloadKind>[]
  readonly crds: readonly Sourced<InDirectory>[]
  readonly exclude: readonly Sourced<InDirectory>[]
  readonly gitignore: Sourced<boolean>
  readonly shape: Sourced<boolean>
  readonly enableHelm: Sourced<boolean>
  readonly loadRestrictor: Sourced<LoadRestrictor>
  readonly via: Sourced<'pod' | 'serviceaccount'>
  readonly strictInject: Sourced<boolean>
  readonly strictCheck: Sourced<boolean>
  readonly failOn: Sourced<'warning' | 'error'>
}

const DEFAULT: ValueOrigin = { by: 'default' }

/**
 * Combines flags, configuration and defaults. A flag with a single value replaces the file's value. `--secret NAME`
 * does so, too; `--secret HOST=NAME` replaces only the value for that host. `--registry` with a login server replaces
 * the list of registries. Other lists are added to the file's lists. If both describe one ServiceAccount or kind, the
 * flag wins. Paths of flags are relative to `cwd`.
 */
export function effectiveSettings(
  configuration: Configuration | undefined,
  flags: FlagSettings,
  cwd: string,
): EffectiveSettings {
  const fromFile = fileOrigins(configuration)
  const listed = configuration ?? NOTHING
  const [accounts, kinds] = [flags.serviceAccountSecret ?? [], flags.kind ?? []]
  const isAccountGiven = new Set(accounts.map(({ namespace, name }) => namespacedName(namespace, name)))
  const isKindGiven = new Set(kinds.map(({ group, kind }) => `${group}/${kind}`))
  const directory = listed.directory
  return {
    file: configuration?.name,
    ...effectiveRegistries(configuration, flags, fromFile),
    serviceAccounts: [
      ...listed.serviceAccounts
        .filter(({ value: { namespace, name } }) => !isAccountGiven.has(namespacedName(namespace, name)))
        .map(fromFile),
      ...accounts.map(byFlag('--service-account-secret')),
    ],
    kinds: [
      ...listed.kinds
        .filter(({ value: { group, kind } }) => !isKindGiven.has(`${group}/${kind}`))
        .map(fromFile),
      ...kinds.map(byFlag('--kind')),
    ],
    crds: [
      ...listed.crds.map(fromFile).map(placedIn(directory)),
      ...(flags.crd ?? []).map(byFlag('--crd')).map(placedIn(cwd)),
    ],
    exclude: [
      ...listed.exclude.map(fromFile).map(placedIn(directory)),
      ...(flags.exclude ?? []).map(byFlag('--exclude')).map(placedIn(cwd)),
    ],
    gitignore: oneOf('--no-ignore', unless(flags.noIgnore), listed.gitignore, true, fromFile),
    shape: oneOf('--no-shape', unless(flags.noShape), listed.shape, true, fromFile),
    enableHelm: oneOf('', undefined, listed.enableHelm, false, fromFile),
    loadRestrictor: oneOf('', undefined, listed.loadRestrictor, 'LoadRestrictionsRootOnly', fromFile),
    via: oneOf('--via', flags.via, listed.via, 'pod', fromFile),
    strictInject: oneOf('--strict', flags.strictInject, listed.strictInject, false, fromFile),
    strictCheck: oneOf('--strict', flags.strictCheck, listed.strictCheck, false, fromFile),
    failOn: oneOf('--fail-on', flags.failOn, listed.failOn, 'error', fromFile),
  }
}

const NOTHING: Configuration = {
  name: '',
  directory: '',
  secrets: [],
  registries: [],
  serviceAccounts: [],
  kinds: [],
  crds: [],
  exclude: [],
}

type FromFile = <T>(stated: Stated<T>) => Sourced<T>

function fileOrigins({ name: file }: Configuration = NOTHING): FromFile {
  return ({ value, line }) => ({ value, from: { by: 'file', file, line } })
}

function byFlag(flag: string): <T>(value: T) => Sourced<T> {
  return value => ({ value, from: { by: 'flag', flag } })
}

function placedIn(directory: string): (text: Sourced<string>) => Sourced<InDirectory> {
  return ({ value: text, from }) => ({ value: { text, directory }, from })
}

/** The setting that a `--no-...` flag turns off. */
function unless(no: boolean | undefined): false | undefined {
  return no === true ? false : undefined
}

function oneOf<T>(
  flag: string,
  given: T | undefined,
  stated: Stated<T> | undefined,
  otherwise: T,
  fromFile: FromFile,
): Sourced<T> {
  if (given !== undefined) return byFlag(flag)(given)
  return stated === undefined ? { value: otherwise, from: DEFAULT } : fromFile(stated)
}

function effectiveRegistries(
  configuration: Configuration = NOTHING,
  { secret = [], registry = [] }: FlagSettings,
  fromFile: FromFile,
): Pick<EffectiveSettings, 'secrets' | 'registries' | 'onlyListedRegistries'> {
  const forAll = secret.filter(({ host }) => host === undefined).map(({ name }) => name)
  const secrets =
    forAll.length > 0
      ? forAll.map(byFlag('--secret'))
      : configuration.secrets.length > 0
        ? configuration.secrets.map(fromFile)
        : // With only `--secret HOST=NAME`, other registries get no Secret.
          secret.length === 0
          ? [{ value: DEFAULT_SECRET, from: DEFAULT }]
          : []
  const narrowed = registry.filter(host => parseLoginServer(host) !== undefined)
  const isMeant = (host: string): boolean =>
    narrowed.length === 0 || registry.some(one => one === host || parseLoginServer(one)?.registry === host)
  const hosts = new Set([...registry, ...secret.flatMap(({ host }) => host ?? [])])
  const ofFile = configuration.registries
    .filter(({ server }) => isMeant(server.value) || secret.some(({ host }) => host === server.value))
    .map(one => known(one, secret, registry, fromFile))
  const servers = new Set(ofFile.map(({ server }) => server.value))
  const ofFlags = [...hosts]
    .filter(host => !servers.has(host))
    .map((host): KnownRegistry => {
      const flag = registry.includes(host) ? '--registry' : '--secret'
      return { server: byFlag(flag)(host), secrets: ownSecrets(host, secret), regions: [] }
    })
  return {
    secrets,
    registries: [...ofFile, ...ofFlags],
    onlyListedRegistries:
      narrowed.length > 0
        ? byFlag('--registry')(true)
        : oneOf('', undefined, configuration.onlyListedRegistries, false, fromFile),
  }
}

/** The file's settings of a registry. A flag that names the registry means that the registry needs a credential. */
function known(
  { server, secrets, regions, credentialFree }: StatedRegistry,
  secret: readonly SecretRule[],
  registry: readonly string[],
  fromFile: FromFile,
): KnownRegistry {
  const own = ownSecrets(server.value, secret)
  const isNamed = own.length > 0 || registry.includes(server.value)
  return {
    server: fromFile(server),
    secrets: own.length > 0 ? own : secrets.map(fromFile),
    regions: regions.map(fromFile),
    ...(credentialFree === undefined || isNamed ? {} : { credentialFree: fromFile(credentialFree) }),
  }
}

function ownSecrets(server: string, secret: readonly SecretRule[]): readonly Sourced<string>[] {
  return secret.filter(({ host }) => host === server).map(({ name }) => byFlag('--secret')(name))
}
