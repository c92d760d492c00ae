import { oddEntries } from '../../manifest/list-faults.ts'
import type { Diagnostic } from '../../manifest/diagnostic.ts'
import { isDiagnostic } from '../../manifest/site.ts'
import { attemptsFor, listedSecret, notMountable } from '../examine/examine.ts'
import type { Examined } from '../examine/examine.ts'
import { canListAccountsCommand } from '../remedies/remedy-commands.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** The diagnostic of a list that does not have the form of one. */
export function malformation({ site: { list } }: Examined): Diagnostic | undefined {
  return list.form === 'list' && isDiagnostic(list.insertion) ? list.insertion : undefined
}

/** Entries without a name, and duplicates. */
export const oddList: Rule = examined =>
  oddEntries(malformation(examined) === undefined ? examined.site.list.entries : [])
    .filter(({ code }) => code !== 'invalid-name') // the rule about unresolved names reports these
    .map(({ code, line, what, remedy }) =>
      atSite(examined, line, {
        code,
        severity: 'warning',
        brief: code === 'duplicate-entry' ? 'duplicate entry' : 'empty entry',
        what,
        remedy,
      }),
    )

/** A pod spec's own list hides the list of its ServiceAccount: Kubernetes does not merge them. */
export const shadowedServiceAccount: Rule = (examined, context) => {
  const { list, placed, site, images } = examined
  const { account, label = '' } = list
  if (list.origin !== 'pod' || account === undefined) return []
  const hidden = account.secrets.filter(name => !list.names.includes(name))
  if (hidden.length === 0) return []
  const { namespace } = placed.resource.identity
  const secrets = hidden.map(name => listedSecret(name, namespace, context))
  const isNeeded = images.some(
    ({ status, use }) => status === 'fails' && attemptsFor(use.reference, secrets, context.now).length > 0,
  )
  const names = hidden.join(', ')
  const finding = atSite(examined, site.list.line, {
    code: 'shadowed-service-account',
    severity: isNeeded ? 'error' : 'warning',
    brief: `hides ${names}`,
    what: `the pod spec's list of pull secrets hides ${names} of its service account ${label}: Kubernetes does not merge the two`,
    remedy: `list ${names} in the pod spec too, or remove its list`,
  })
  return [finding]
}

/** A ServiceAccount that enforces mountable secrets and does not list a name of the pod spec. */
export const rejectedNames: Rule = examined => {
  const { list, site } = examined
  const names = notMountable(site, list)
  if (names.length === 0) return []
  const finding = atSite(examined, site.list.line, {
    code: 'not-mountable',
    severity: 'error',
    brief: 'rejected',
    what: `service account ${list.label ?? ''} enforces mountable secrets and does not list ${names.join(', ')}, so its pods are rejected`,
    remedy: `list ${names.join(', ')} under imagePullSecrets of that service account`,
  })
  return [finding]
}

/**
 * A ServiceAccount whose list is not known: reading it is denied, or it is not in the input and the pod spec's list
 * may hide its list.
 */
export const unknownServiceAccount: Rule = examined => {
  const { list, site, placed } = examined
  const { origin, label, account } = list
  if (list.isHidden === true) {
    if (origin === 'pod' || label === undefined) return []
    const denied = atSite(examined, site.list.line, {
      code: 'service-account-denied',
      severity: 'warning',
      brief: `${label} cannot be read`,
      what: `the pod spec lists no pull secret, and reading its service account ${label} is forbidden (403)`,
      remedy: 'ask for permission to list service accounts',
      command: canListAccountsCommand(placed.resource.identity.namespace),
    })
    return [denied]
  }
  if (origin !== 'pod' || label === undefined || account !== undefined || site.serviceAccount === undefined)
    return []
  const finding = atSite(examined, site.list.line, {
    code: 'service-account-not-in-input',
    severity: 'note',
    brief: `${label} is not in the input`,
    what: `service account ${label} is not in the input, and the pod spec's list hides whatever it lists`,
    remedy: `say what it lists: --service-account-secret ${label}=NAME`,
  })
  return [finding]
}
