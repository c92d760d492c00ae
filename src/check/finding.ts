import type { Identity } from '../manifest/resource.ts'

/** What is wrong, stable for programs. */
export type FindingCode =
  | 'invalid-image'
  | 'image-placeholder'
  | 'no-pull-secret'
  | 'misplaced-list'
  | 'misspelt-key'
  | 'mounted-secret'
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

/** `error`: it makes a pull fail; `warning`: it does not, yet; `note`: what must hold besides, and cannot be seen from here. */
export type Severity = 'error' | 'warning' | 'note'

/** Where something stands in the input. */
export interface Location {
  readonly source: string
  /** 1-based. */
  readonly document: number
  /** 1-based line of the source. */
  readonly line: number
  /** Whether the source is a file, which a command can change. */
  readonly isFile: boolean
  /** Whether a kustomization builds the source: its lines are those of no file. */
  readonly isBuilt?: true
}

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** What is to be fixed: a workload, or a Secret. */
  readonly resource: Identity
  /** Absent for what comes from a cluster. */
  readonly place?: Location
  /** The pod spec, as a person writes it: `spec.template.spec`. */
  readonly path?: string
  /** An image that it is about. */
  readonly image?: string
  /** A few words for a table: `no pull secret`. */
  readonly brief: string
  /** A sentence with a subject of its own, which may be said of several: `the pod spec lists no pull secret`. */
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
  /** A line to type that fixes it, and nothing else; USER is to be filled in, and a password is read from standard input. */
  readonly command?: string
  /** What the line does, where it lets inject list pull secrets for the resource: so that one line can do it for many. */
  readonly injects?: Injection
}

export interface Injection {
  /** The value of `--only` that names the resource; absent for one without a name. */
  readonly only?: string
  /** What else inject is told: `--secret good`. */
  readonly flags: readonly string[]
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** Findings as they come, each once: what two pod specs find in the same Secret is one finding, and the worse one. */
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

/** Whether findings reach a severity. */
export function reaches(findings: readonly Finding[], severity: 'error' | 'warning'): boolean {
  return findings.some(finding => RANKS[finding.severity] <= RANKS[severity])
}
