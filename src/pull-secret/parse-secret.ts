import { parseLoginServer } from '../image/login-server.ts'
import { parseRegistry } from '../image/parse-registry.ts'
import { isSubdomain, SUBDOMAIN_RULE } from '../kubernetes/names.ts'
import type { DeclaredServiceAccount } from '../kubernetes/service-account.ts'
import { UsageError } from '../text/user-error.ts'
import { DEFAULT_SECRET } from './secret-rules.ts'
import type { SecretRule } from './secret-rules.ts'

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
  return {
    host: parseRegistry(host, '--secret'),
    name: requireSecretName(text.slice(equals + 1), '--secret'),
  }
}

/** Parses a value of `--secret` for uninject: a name. Throws UsageError. */
export function parseSecretName(text: string): string {
  if (text.includes('=')) throw new UsageError(`--secret ${text}: uninject takes the name of a secret alone`)
  return requireSecretName(text, '--secret')
}

/** Parses a value of `--service-account-secret`: `[NAMESPACE/]NAME=SECRET,SECRET`. Throws UsageError. */
export function parseServiceAccount(text: string): DeclaredServiceAccount {
  const [, namespace, name, secrets] = /^(?:([^/=]+)\/)?([^/=]+)=(.*)$/.exec(text) ?? []
  if (name === undefined || secrets === undefined)
    throw new UsageError(`--service-account-secret ${text}: expected [NAMESPACE/]NAME=SECRET[,SECRET]`)
  const names = secrets.split(',').filter(secret => secret !== '')
  for (const secret of names) requireSecretName(secret, '--service-account-secret')
  return { ...(namespace === undefined ? {} : { namespace }), name, secrets: names }
}

function requireSecretName(name: string, option: string): string {
  if (!isSubdomain(name))
    throw new UsageError(`${option} "${name}" is not a valid name for a Secret: ${SUBDOMAIN_RULE}`)
  return name
}
