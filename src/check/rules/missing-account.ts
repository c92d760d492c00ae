import { isAccountMissing } from '../examine/examine.ts'
import { commandLine } from '../command-line.ts'
import { atSite, severityOf } from './rule.ts'
import type { Rule } from './rule.ts'

/** A missing ServiceAccount: the API server rejects its pods (admission plugin, `serviceaccount/admission.go`). */
export const missingAccount: Rule = (examined, context) => {
  const { site, placed, list } = examined
  const { serviceAccount = '' } = site
  const { namespace } = placed.resource.identity
  if (!isAccountMissing(examined, context)) return []
  return [
    atSite(examined, site.list.line, {
      code: 'service-account-missing',
      severity: severityOf(examined),
      brief: `service account ${serviceAccount} is missing`,
      what: `service account ${list.label} does not exist, so its new pods are rejected`,
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
