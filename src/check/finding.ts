import type { Identity } from '../manifest/resource.ts'

/** The codes of findings, stable for programs. */
export type FindingCode =
  | 'invalid-image'
  | 'image-placeholder'
  | 'no-pull-secret'
  | 'misplaced-list'
  | 'misspelt-key'
  | 'mounted-secret'
  | 'list-placeholder'
  | 'malformed-list'
  | 'invalid-name'
  | 'empty-entry'
  | 'duplicate-entry'
  | 'shadowed-service-account'
  | 'not-mountable'
  | 'secret-missing'
  | 'secret-in-other-namespace'
  | 'secret-without-namespace'
  | 'secret-denied'
  | 'secret-not-configured'
  | 'secret-not-in-input'
  | 'secret-made-in-cluster'
  | 'secret-encrypted'
  | 'service-account-not-in-input'
  | 'wrong-type'
  | 'wrong-key'
  | 'unreadable-secret'
  | 'double-base64'
  | 'no-entry-for-host'
  | 'identity-token'
  | 'empty-credential'
  | 'stray-characters'
  | 'placeholder-credential'
  | 'foreign-token'
  | 'secret-id'
  | 'no-token'
  | 'hidden-pair'
  | 'renewed-too-late'
  | 'token-expired'
  | 'token-expiring'
  | 'wildcard-entry'
  | 'doubtful-host'
  | 'image-of-docker-hub'
  | 'unplaced-image'
  | 'guessed-place'
  | 'kustomization-not-built'
  | 'credential-refused'
  | 'credential-denied'
  | 'image-missing'
  | 'anonymous-pull'
  | 'no-answer'
  | 'image-not-asked'
  | 'secret-unread'
  | 'service-account-denied'
  | 'pull-without-credential'
  | 'pull-refused'
  | 'pull-without-secret'
  | 'pull-blocked'
  | 'pull-not-found'
  | 'pull-failing'
  | 'pull-denied'
  | 'pull-unreadable-secret'
  | 'pull-wrong-platform'
  | 'pull-incomplete'
  | 'pull-unsupported'
  | 'pull-unreachable'
  | 'pull-throttled'
  | 'pull-unavailable'
  | 'pull-unsigned'
  | 'pull-never'
  | 'pull-invalid-name'
  | 'pull-on-node'
  | 'runs-without-pull-secret'
  | 'nodes-may-pull'
  | 'rides-on-cached-image'
  | 'service-account-missing'

/** `error`: a pull fails; `warning`: a pull does not fail yet; `note`: a condition that cannot be checked here. */
export type Severity = 'error' | 'warning' | 'note'

/** A place in the input. */
export interface Location {
  readonly source: string
  /** 1-based. */
  readonly document: number
  /** 1-based line of the source. */
  readonly line: number
  /** Whether the source is a file, which a command can change. */
  readonly isFile: boolean
  /** Whether a kustomization built the source: its lines are not lines of a file. */
  readonly isBuilt?: true
}

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** The resource to fix: a workload, or a Secret. */
  readonly resource: Identity
  /** Absent for resources of a cluster. */
  readonly place?: Location
  /** The path of the pod spec: `spec.template.spec`. */
  readonly path?: string
  /** The image concerned. */
  readonly image?: string
  /** A few words for a table: `no pull secret`. */
  readonly brief: string
  /** The beginning of `what`, before a colon. Findings of one cause that differ only in it are one group. */
  readonly subject?: string
  /** A sentence with its own subject, which can apply to several resources: `the pod spec lists no pull secret`. */
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
  /**
   * A command that fixes the finding and changes nothing else. The user replaces USER, and types the password on
   * standard input.
   */
  readonly command?: string
  /** The call of inject in `command`, if it has one, so that one command can fix many resources. */
  readonly injects?: Injection
}

export interface Injection {
  /** The value of `--only` for the resource; absent for a resource without a name. */
  readonly only?: string
  /** Further flags of inject: `--secret good`. */
  readonly flags: readonly string[]
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** Removes duplicates: two pod specs can have the same finding about one Secret. The worse severity wins. */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>()
  for (const finding of findings) {
    const { code, resource, place, path, what } = finding
    const { group, kind, namespace, name } = resource
    const key = JSON.stringify([code, group, kind, namespace, name, path, what, place?.source, place?.line])
    const before = merged.get(key)
    if (before === undefined || RANKS[finding.severity] < RANKS[before.severity]) merged.set(key, finding)
  }
  return [...merged.values()]
}

/** Whether any finding has at least a severity. */
export function hasSeverity(findings: readonly Finding[], severity: 'error' | 'warning'): boolean {
  return findings.some(finding => RANKS[finding.severity] <= RANKS[severity])
}
