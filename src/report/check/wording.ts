import type { CheckedPodSpec } from '../../check/check.ts'
import type { CredentialAttempt, ExaminedImage } from '../../check/examine.ts'
import type { Finding, Location } from '../../check/finding.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { Identity } from '../../manifest/resource.ts'
import { placeIn } from '../../manifest/source.ts'

/** As `placeIn`; `''` for what is in no source. */
export function locate(place: Location | undefined): string {
  return place === undefined ? '' : placeIn({ ...place, name: place.source }, place.line)
}

/** `deployment/web`, for where its namespace is said already. */
export function nameInNamespace({ group, version, kind, name }: Identity): string {
  return nameResource({ group, version, kind, name })
}

/** All of a finding in one line, but for its place. */
export function sentenceOf({ resource, what, remedy, command }: Finding): string {
  return `${nameResource(resource)}: ${what}; ${remedy}${command === undefined ? '' : `: ${command}`}`
}

/** The credential with which an image pulls: the one that the registry honours, or where it was not asked may honour. */
export function winnerOf({ attempts, status }: ExaminedImage): CredentialAttempt | undefined {
  if (status !== 'pulls') return undefined
  return (
    attempts.find(({ answer }) => answer?.outcome === 'pulls') ??
    attempts.find(({ fault, answer }) => fault === undefined && answer === undefined) ??
    attempts.find(({ fault }) => fault === undefined)
  )
}

/** The same, where there is no file to open: for what stands in a cluster. */
export function sentenceIn(finding: Finding, cluster: ClusterSummary | undefined): string {
  const isThere = finding.place === undefined && cluster !== undefined
  return isThere ? `cluster ${cluster.name}, ${sentenceOf(finding)}` : sentenceOf(finding)
}

/** Why an image ended as it did, in a few words. */
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
