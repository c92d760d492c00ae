import type { CheckedPodSpec } from '../check/check.ts'
import type { ExaminedImage } from '../check/examine.ts'
import type { Finding, Place } from '../check/finding.ts'
import { nameResource } from '../manifest/resource.ts'
import type { Identity } from '../manifest/resource.ts'

/** `deploy/web.yaml:14`, `''` for what is in no source. */
export function locate(place: Place | undefined): string {
  return place === undefined ? '' : `${place.source}:${place.line}`
}

/** `deployment/web`, for where its namespace is said already. */
export function nameInNamespace({ group, version, kind, name }: Identity): string {
  return nameResource({ group, version, kind, name })
}

/** All of a finding in one line, but for its place. */
export function sentenceOf({ resource, what, remedy, command }: Finding): string {
  return `${nameResource(resource)}: ${what}; ${remedy}${command === undefined ? '' : `: ${command}`}`
}

/** Why an image ended as it did, in a few words. */
export function reasonFor({ findings }: CheckedPodSpec, image: ExaminedImage): string {
  const { attempts, status, use } = image
  const first = attempts.find(({ fault }) => fault === undefined)
  if (status === 'pulls' && first !== undefined) {
    const isWhole = first.key === image.registry.host
    return isWhole ? first.secret : `${first.secret} (${first.key})`
  }
  const wanted = status === 'fails' ? 'error' : 'note'
  const own = findings.filter(
    ({ severity, image: about }) => severity === wanted && (about === undefined || about === use.reference),
  )
  const any = findings.find(({ severity }) => severity === wanted || severity === 'warning')
  return (own[0] ?? any)?.brief ?? 'it depends on the registry'
}

/** An image with the first digits of its digest, as people know it. */
export function shortImage(reference: string): string {
  return reference.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…')
}
