import { apiVersionText } from '../../kubernetes/api-version.ts'
import type { CheckResult } from '../../check/check-result.ts'
import type { CheckedPodSpec } from '../../check/check.ts'
import type { ExaminedImage } from '../../check/examine/examine.ts'
import type { Resolution } from '../../check/examine/resolve.ts'
import type { Finding, Location } from '../../check/finding.ts'
import { locationOf } from '../../check/inventory/inventory.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import type { Identity } from '../../manifest/resource.ts'
import { countCheck } from './summary.ts'
import { printableJson } from '../printable.ts'
import { problemObject } from '../places.ts'

/** Raised when a key is removed or changes its meaning, but not for a new key. */
const SHAPE_VERSION = 1

/** Words of the shape, which stay when a word of the source changes. */
const SECRET_STATES = {
  found: 'found',
  elsewhere: 'elsewhere',
  absent: 'absent',
  impossible: 'impossible',
  denied: 'denied',
  generated: 'made',
  unknown: 'unknown',
} as const satisfies Readonly<Record<Resolution['state'], string>>

/**
 * The result for a program: one JSON object, on one line if it is not indented. All keys are always there, in this order:
 *
 *     version   number   of this shape
 *     verb      "check"
 *     counts    object   images; pulls, fails, unknown; errors, warnings, notes; problems; unread (documents skipped)
 *     images    array    PLACE, RESOURCE, path (of the image), image, registry (its host), status,
 *                        list { origin, serviceAccount | null, names [] }, secrets [{ name, state }],
 *                        tried [{ secret, entry, fault | null, answer | null }], anonymous | null, proof | null
 *     findings  array    code, severity, PLACE, RESOURCE, path | null (of the pod spec), image | null,
 *                        what, remedy, command | null
 *     problems  array    source, document | null, line | null, what, remedy, code
 *     cluster   object   name (of the context, or the server's URL), server, namespaces [] | null (all),
 *                        unseen [{ resource, namespace | null, failure | null, command | null }],
 *                        remarks [{ code, what, remedy, command }]; or null
 *
 * PLACE is source, document, line, each null for an object of a cluster; documents and lines are 1-based. RESOURCE is
 * apiVersion, kind, namespace | null, name. `status` is pulls (there is a credential without a visible fault), fails or
 * unknown. `origin` is pod, service-account or admission. `state` is found, elsewhere, absent, impossible (no name of a Secret), denied, made or unknown. `tried` is in the order of the kubelet,
 * `entry` being the host and path that it compares; `fault` is identity-token, empty-credential, no-user,
 * stray-characters, placeholder, foreign-token or token-expired;
 * `answer` is the registry's answer (pulls, wrong-credential, needs-credential, denied, firewall, missing-image, missing-repository,
 * throttled, unavailable, unreachable, untrusted, unaskable or unexpected), `anonymous` its answer without a credential; null if the registry was not asked.
 * `proof` is why an image may be pulled without a known credential: runs (a pod has it), let-in (a node was) or nodes (they may have their own).
 * `severity` is error, warning or note. If `problems` is not empty, the input was checked only in part.
 */
export function renderCheckJson(
  { check, problems, unread, cluster }: CheckResult,
  { isIndented = false }: { readonly isIndented?: boolean } = {},
): string {
  const { images, findings } = countCheck(check)
  const report = {
    version: SHAPE_VERSION,
    verb: 'check',
    counts: {
      images: images.pulls + images.fails + images.unknown,
      ...images,
      errors: findings.error,
      warnings: findings.warning,
      notes: findings.note,
      problems: problems.length,
      unread,
    },
    images: check.podSpecs.flatMap(podSpec => podSpec.images.map(image => describeImage(podSpec, image))),
    findings: check.findings.map(describeFinding),
    problems: problems.map(problemObject),
    cluster: cluster === undefined ? null : describeCluster(cluster),
  }
  return `${printableJson(report, isIndented ? 2 : undefined)}\n`
}

function describeImage({ placed, list, listed }: CheckedPodSpec, image: ExaminedImage): object {
  const { use, registry, status, attempts, anonymous, proof } = image
  return {
    ...describePlace(locationOf(placed, use.line)),
    ...describeResource(placed.resource.identity),
    path: use.path,
    image: use.reference,
    registry: registry.host,
    status,
    list: { origin: list.origin, serviceAccount: list.label ?? null, names: list.names },
    secrets: listed.map(({ name, resolution }) => ({ name, state: SECRET_STATES[resolution.state] })),
    tried: attempts.map(({ secret, key, fault, answer }) => ({
      secret,
      entry: key,
      fault: fault ?? null,
      answer: answer?.outcome ?? null,
    })),
    anonymous: anonymous?.outcome ?? null,
    proof: proof ?? null,
  }
}

function describeCluster({ name, server, namespaces, unseen, remarks }: ClusterSummary): object {
  return {
    name,
    server,
    namespaces: namespaces === 'all' ? null : namespaces,
    unseen: unseen.map(({ resource, namespace, failure, command }) => ({
      resource,
      namespace: namespace ?? null,
      failure: failure ?? null,
      command: command ?? null,
    })),
    remarks: remarks.map(({ code, what, remedy, command }) => ({ code, what, remedy, command })),
  }
}

function describeFinding(finding: Finding): object {
  const { code, severity, place, resource, path, image, what, remedy, command } = finding
  return {
    code,
    severity,
    ...describePlace(place),
    ...describeResource(resource),
    path: path ?? null,
    image: image ?? null,
    what,
    remedy,
    command: command ?? null,
  }
}

function describePlace(place: Location | undefined): object {
  return {
    source: place?.source ?? null,
    document: place?.document ?? null,
    line: place?.line ?? null,
  }
}

function describeResource({ group, version, kind, namespace, name }: Identity): object {
  return {
    apiVersion: apiVersionText({ group, version }),
    kind,
    namespace: namespace ?? null,
    name,
  }
}
