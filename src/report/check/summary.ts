import type { CheckResult } from '../../check/check-result.ts'
import type { Check } from '../../check/check.ts'
import type { ImageStatus } from '../../check/examine/examine.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import type { Severity } from '../../check/finding.ts'
import { printable } from '../printable.ts'
import { countOf, enumerate } from '../wording.ts'

/** The number of images by status, and of findings by severity. */
export interface CheckCounts {
  readonly images: Readonly<Record<ImageStatus, number>>
  readonly findings: Readonly<Record<Severity, number>>
}

export function countCheck({ podSpecs, findings }: Check): CheckCounts {
  const images = { pulls: 0, fails: 0, unknown: 0 }
  for (const { status } of podSpecs.flatMap(podSpec => podSpec.images)) images[status] += 1
  const severities = { error: 0, warning: 0, note: 0 }
  for (const { severity } of findings) severities[severity] += 1
  return { images, findings: severities }
}

/** The summary line for people, without a line break. */
export function summarizeCheck({ check, unread, cluster }: CheckResult): string {
  const { images, findings } = countCheck(check)
  const { fails, unknown } = images
  const never = check.podSpecs.flatMap(podSpec =>
    podSpec.images.filter(({ isNeverPulled }) => isNeverPulled === true),
  ).length
  const pulls = images.pulls - never
  const total = pulls + never + fails + unknown
  const found = [
    ...(findings.error === 0 ? [] : [countOf(findings.error, 'error')]),
    ...(findings.warning === 0 ? [] : [countOf(findings.warning, 'warning')]),
  ].join(', ')
  const ending = found === '' ? '' : `; ${found}`
  if (total === 0 && cluster !== undefined)
    return `nothing to check: no workload uses an ACR image in ${printable(`${placesIn(cluster)} (${cluster.name})`)}${ending}`
  if (total === 0) {
    const where = extent(check.resources, unread)
    return `nothing to check: ${where === '' ? 'no resource in the input' : `no workload uses an ACR image in ${where}`}${ending}`
  }
  const isAsked = (check.asked?.images ?? 0) > 0
  const parts = [
    ...(pulls === 0
      ? []
      : [`${pulls} ${isAsked ? 'can be pulled' : `${pulls === 1 ? 'has' : 'have'} a credential`}`]),
    ...(fails === 0 ? [] : [`${fails} ${failingWords(fails, isAsked, cluster !== undefined)}`]),
    ...(never === 0 ? [] : [`${never} never pulled`]),
    ...(unknown === 0 ? [] : [`${unknown} undecided`]),
  ]
  return `${countOf(total, 'image')}: ${parts.join(', ')}${ending}`
}

/** The predicate for failing images. In a cluster, images with a credential may fail, too. */
function failingWords(count: number, isAsked: boolean, isInCluster: boolean): string {
  if (isAsked) return 'cannot be pulled'
  if (isInCluster) return count === 1 ? 'fails' : 'fail'
  return `${count === 1 ? 'has' : 'have'} no credential that works`
}

/** `3 resources and 1 other document`. */
function extent(resources: number, unread: number): string {
  const parts: string[] = []
  if (resources > 0) parts.push(countOf(resources, 'resource'))
  if (unread > 0) parts.push(countOf(unread, resources > 0 ? 'other document' : 'document'))
  return enumerate(parts)
}

function placesIn({ namespaces }: ClusterSummary): string {
  if (namespaces === 'all') return 'all namespaces'
  return `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${enumerate(namespaces)}`
}
