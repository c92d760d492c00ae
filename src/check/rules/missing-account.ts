import { isHidden } from '../effective-list.ts'
import { lacksCredential } from '../examine.ts'
import { commandLine } from '../command-line.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** A ServiceAccount that is not there: the API server refuses its pods (admission `serviceaccount/admission.go`). */
export const missingAccount: Rule = (examined, { inventory, isKnownAccount }) => {
  const { site, placed, list } = examined
  const { serviceAccount } = site
  const { namespace } = placed.resource.identity
  if (inventory.hasAllAccounts !== true || serviceAccount === undefined || list.label === undefined) return []
  const name = { ...(namespace === undefined ? {} : { namespace }), name: serviceAccount }
  if (isKnownAccount(name) || isHidden(name, inventory)) return []
  return [
    atSite(examined, site.list.line, {
      code: 'service-account-missing',
      severity: examined.images.some(lacksCredential) || placed.seen === undefined ? 'error' : 'warning',
      brief: `service account ${serviceAccount} is missing`,
      what: `there is no service account ${list.label}, so that new pods of it are refused`,
      remedy: 'create it, or name another one',
      command: commandLine(
        'kubectl',
        'create',
        'serviceaccount',
        serviceAccount,
        ...(namespace === undefined ? [] : ['-n', namespace]),
      ),
    }),
  ]
}
