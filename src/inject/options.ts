import { isPlaceholderHost } from '../text/placeholder.ts'
import { UsageError } from '../text/user-error.ts'
import { parseLoginServer } from '../image/login-server.ts'
import { isSubdomain, SUBDOMAIN_RULE } from '../kubernetes/names.ts'
import type { KindSources } from '../manifest/kind-sources.ts'
import type { OnlyName } from './only.ts'
import type { SecretRule } from './secret-rules.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'

export interface InjectOptions {
  /** At least one. */
  readonly secrets: readonly SecretRule[]
  /** Login servers to restrict the transform to, and other hosts to add; empty: every login server. */
  readonly registries: readonly string[]
  /** Registries whose images need no pull secret, because the nodes have credentials for them. */
  readonly credentialFree?: readonly string[]
  readonly via: 'pod' | 'serviceaccount'
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** Whether an image without a place for its pull secret is an error instead of a warning. */
  readonly strict: boolean
  /** The resources that may change; empty or absent: each. */
  readonly only?: readonly OnlyName[]
  readonly kinds?: KindSources
  /** The namespace of resources that name none, if it is known. */
  readonly namespace?: string
  /** Whether outcomes say what their changes are for. */
  readonly findsCauses?: boolean
}

export const DEFAULT_SECRET = 'acr-secret'

const HOST = /^[A-Za-z0-9.-]+(?::\d+)?$/

/**
 * Parses a value of `--secret`: `NAME` or `HOST=NAME`. Throws UsageError, also for a login server alone: a Secret may
 * have such a name, but most likely the rest was forgotten.
 */
export function parseSecret(text: string): SecretRule {
  const equals = text.indexOf('=')
  if (equals < 0) {
    if (parseLoginServer(text) !== undefined)
      throw new UsageError(
        `--secret ${text} names a registry, not a Secret`,
        `Did you mean this? --secret ${text}=${DEFAULT_SECRET}`,
      )
    return { name: parseSecretName(text) }
  }
  const host = text.slice(0, equals)
  return { host: parseRegistry(host, '--secret'), name: checkSecretName(text.slice(equals + 1), '--secret') }
}

/** Parses a value of `--secret` for uninject: a name. Throws UsageError. */
export function parseSecretName(text: string): string {
  if (text.includes('=')) throw new UsageError(`--secret ${text}: uninject takes the name of a secret alone`)
  return checkSecretName(text, '--secret')
}

/**
 * Parses a value of `--registry`: a registry's name, a login server, or any other host or placeholder. Throws
 * UsageError.
 */
export function parseRegistry(text: string, option = '--registry'): string {
  if (/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?$/.test(text)) return `${text.toLowerCase()}.azurecr.io`
  if (/^https?:\/\//.test(text)) throw new UsageError(`${option} ${text}: leave out the scheme`)
  if (text === '' || /[\s"']/.test(text))
    throw new UsageError(`${option} "${text}": expected a registry's name or host`)
  const registry = text.replace(/\/+$/, '')
  const [host = '', ...path] = registry.split('/')
  if (parseLoginServer(host) !== undefined) {
    if (path.length > 0) throw new UsageError(`${option} ${text}: leave out the path after ${host}`)
    return host.toLowerCase()
  }
  if (!HOST.test(host) && !isPlaceholderHost(host))
    throw new UsageError(`${option} ${text}: expected a registry's name or host`)
  return registry
}

/** Hosts with a pull secret of their own that are not login servers. Naming one also selects its images. */
export function hostsOutsideAcr(rules: readonly SecretRule[]): readonly string[] {
  return rules.flatMap(({ host }) =>
    host === undefined || parseLoginServer(host) !== undefined ? [] : [host],
  )
}

/** Parses a value of `--service-account-secret`: `[NAMESPACE/]NAME=SECRET,SECRET`. Throws UsageError. */
export function parseServiceAccount(text: string): DeclaredServiceAccount {
  const [, namespace, name, secrets] = /^(?:([^/=]+)\/)?([^/=]+)=(.*)$/.exec(text) ?? []
  if (name === undefined || secrets === undefined)
    throw new UsageError(`--service-account-secret ${text}: expected [NAMESPACE/]NAME=SECRET[,SECRET]`)
  const names = secrets.split(',').filter(secret => secret !== '')
  for (const secret of names) checkSecretName(secret, '--service-account-secret')
  return { ...(namespace === undefined ? {} : { namespace }), name, secrets: names }
}

function checkSecretName(name: string, option: string): string {
  if (!isSubdomain(name))
    throw new UsageError(`${option} "${name}" is not a valid name for a Secret: ${SUBDOMAIN_RULE}`)
  return name
}

export interface UninjectOptions {
  /** The names to remove; at least one. */
  readonly secrets: readonly string[]
  readonly serviceAccounts: readonly DeclaredServiceAccount[]
  /** The resources that may change; empty or absent: each. */
  readonly only?: readonly OnlyName[]
  readonly kinds?: KindSources
  /** The namespace of resources that name none, if it is known. */
  readonly namespace?: string
  /** Whether outcomes say what their changes are for. */
  readonly findsCauses?: boolean
}
