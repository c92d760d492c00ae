import { lacksCredential } from '../examine/examine.ts'
import type { Examined } from '../examine/examine.ts'
import { fittingSecret } from '../examine/fitting-secret.ts'
import { injectFlags } from '../remedies/inject-line.ts'
import { injectRemedy, injectTarget } from '../remedies/remedy-commands.ts'
import { malformation } from './pod-spec-list.ts'
import { isExplainedElsewhere } from './misplaced.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Neither the pod spec nor its ServiceAccount lists a pull secret. */
export const noPullSecret: Rule = (examined, context) => {
  const { list, images, placed, site } = examined
  const image = images.find(lacksCredential)
  if (list.names.length > 0 || image === undefined || isExplainedElsewhere(examined, context)) return []
  const malformed = malformation(examined)
  if (malformed !== undefined) {
    const { line, what, remedy } = malformed
    const brief = 'malformed imagePullSecrets'
    return [atSite(examined, line, { code: 'malformed-list', severity: 'error', brief, what, remedy })]
  }
  const finding = atSite(examined, image.use.line, {
    code: 'no-pull-secret',
    severity: 'error',
    image: image.use.reference,
    brief: 'no pull secret',
    what: whatIsListed(examined),
    remedy: 'add one with inject',
  })
  const secret = fittingSecret(examined, images, context)
  const flags = injectFlags(
    secret === undefined ? [] : [secret],
    [...new Set(images.map(({ registry }) => registry.host))],
    context.inventory.configuration,
  )
  const way = injectRemedy(injectTarget(placed, finding.place), flags)
  const isSaid = list.label === undefined || list.account !== undefined || site.list.form === 'list'
  const remedy = isSaid
    ? way.remedy
    : `say what the service account lists (--service-account-secret ${list.label}=NAME), or ${way.remedy}`
  return [{ ...finding, ...way, remedy }]
}

function whatIsListed({ list: { label, account }, site }: Examined): string {
  if (site.list.form === 'list') return "the pod spec's list of pull secrets is empty"
  if (label === undefined) return 'the pod spec lists no pull secret'
  return account === undefined
    ? `the pod spec lists no pull secret, and its service account ${label} is not in the input`
    : `the pod spec lists no pull secret, nor does its service account ${label}`
}
