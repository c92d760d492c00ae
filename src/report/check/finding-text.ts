import type { CheckedPodSpec } from '../../check/check.ts'
import type { CredentialAttempt, ExaminedImage } from '../../check/examine/examine.ts'
import type { Finding, Location } from '../../check/finding.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { Identity } from '../../manifest/resource.ts'
import { placeIn } from '../../manifest/source.ts'

/** As `placeIn`; `''` for an object that is in no source. */
export function locate(place: Location | undefined): string {
  return place === undefined ? '' : placeIn({ ...place, name: place.source }, place.line)
}

/** `deployment/web`, under a heading that gives the namespace. */
export function nameInNamespace({ group, version, kind, name }: Identity): string {
  return nameResource({ group, version, kind, name })
}

/** A finding in one line, without its place. */
function sentenceOf({ resource, what, remedy, command }: Finding): string {
  return `${nameResource(resource)}: ${what}; ${remedy}${command === undefined ? '' : `: ${command}`}`
}

/**
 * The credential that pulls an image: the one that the registry accepts. If the registry was not asked, the first one
 * without a fault.
 */
export function winnerOf({ attempts, status }: ExaminedImage): CredentialAttempt | undefined {
  if (status !== 'pulls') return undefined
  return (
    attempts.find(({ answer }) => answer?.outcome === 'pulls') ??
    attempts.find(({ fault, answer }) => fault === undefined && answer === undefined) ??
    attempts.find(({ fault }) => fault === undefined)
  )
}

/** As `sentenceOf`, with the cluster's name for an object of a cluster. */
export function sentenceIn(finding: Finding, cluster: ClusterSummary | undefined): string {
  const isThere = finding.place === undefined && cluster !== undefined
  return isThere ? `cluster ${cluster.name}, ${sentenceOf(finding)}` : sentenceOf(finding)
}

/** A short reason for the status of an image. */
export function reasonFor({ findings }: CheckedPodSpec, image: ExaminedImage): string {
  const { status, use } = image
  if (image.isNeverPulled === true) return 'never pulled (imagePullPolicy: Never)'
  const winner = winnerOf(image)
  if (winner !== undefined)
    return winner.key === image.registry.host ? winner.secret : `${winner.secret} (${winner.key})`
  const wanted = status === 'fails' ? 'error' : 'note'
  const about = findings.filter(finding => finding.image === use.reference)
  const own =
    about.find(({ severity }) => severity === wanted) ??
    (status === 'unknown' ? about.find(({ severity }) => severity === 'warning') : undefined) ??
    findings.find(({ severity, image: other }) => severity === wanted && other === undefined)
  const any = findings.find(({ severity }) => severity === wanted || severity === 'warning')
  return (own ?? any)?.brief ?? 'depends on the registry'
}
