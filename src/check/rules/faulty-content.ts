import { parseLoginServer } from '../../image/login-server.ts'
import { keyOf } from '../../pull-secret/keyring.ts'
import type { Examined, ListedSecret } from '../examine/examine.ts'
import type { Finding } from '../finding.ts'
import type { KnownSecret } from '../inventory/inventory.ts'
import { recreateSecret } from '../remedies/remedy-commands.ts'
import { atSecret, hostWithoutCredential, severityOf } from './rule.ts'
import type { Rule } from './rule.ts'

/** Secrets that the kubelet ignores, and Secrets that make it pull nothing. */
export const faultyContent: Rule = examined =>
  found(examined).flatMap(({ name, content, secret }) => {
    if (content?.kind !== 'ignored' && content?.kind !== 'broken') return []
    const { code, brief, what, remedy } = content.fault
    const isBroken = content.kind === 'broken'
    const { command, afterwards } = recreateSecret(
      secret,
      examined.placed.resource.identity.namespace,
      hostWithoutCredential(examined),
    )
    return [
      atSecret(secret, {
        code,
        severity: isBroken ? 'error' : severityOf(examined),
        brief: `${name} is ${brief}`.replace('is without', 'has no'),
        what,
        remedy: `${remedy}${afterwards}`,
        command,
      }),
    ]
  })

/** Entries that send a password to the owners of other registries whose name matches. */
export const wildcardEntries: Rule = examined =>
  found(examined).flatMap(({ content, secret }) => {
    const entries = content?.kind === 'entries' ? content.entries : []
    const keys = entries.flatMap(({ server }) => keyOf(server) ?? []).filter(isWildcard)
    return keys.map((key): Finding =>
      atSecret(secret, {
        code: 'wildcard-entry',
        severity: 'warning',
        brief: `entry for ${key}`,
        what: `the entry for ${key} in ${secret.identity.name} sends its password to every matching registry, also to those of other owners`,
        remedy: `write an entry for each registry${parseLoginServer(key.replace(/^[^.]+/, 'x')) === undefined ? '' : ', as in contoso.azurecr.io'}`,
      }),
    )
  })

/** Whether a key has a wildcard. A wildcard for the regions of one registry is fine: `contoso.*.geo.azurecr.io`. */
function isWildcard(key: string): boolean {
  const [host = ''] = key.split('/')
  const own = host.replace(/^([^.]+)\.\*(?=\.geo\.azurecr\.(?:io|cn|us|de)(?::|$))/, '$1')
  // The host of an image contains a dot.
  return host.includes('.') && /[*?[]/.test(own)
}

function found({ listed }: Examined): readonly (ListedSecret & { readonly secret: KnownSecret })[] {
  return listed.flatMap(one =>
    one.resolution.state === 'found' ? [{ ...one, secret: one.resolution.secret }] : [],
  )
}
