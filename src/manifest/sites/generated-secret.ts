import type { Identity } from '../resource.ts'

/** A Secret that a controller in the cluster generates from a resource, as far as the resource describes it. */
export interface GeneratedSecret {
  readonly name: string
  readonly creator: Identity
  readonly namespaces: GeneratedIn
  /** Absent if it is unknown. */
  readonly type?: string
  /** The path of the type in the resource: `spec.target.template.type`. */
  readonly typeAt?: string
  /** Its keys, where all are known. */
  readonly keys?: readonly string[]
  /** The servers in its docker config, where all are known. */
  readonly servers?: readonly string[]
  /** The Secret that it is copied from. */
  readonly copyOf?: { readonly namespace?: string; readonly name: string }
  /** Seconds between two renewals; Infinity for a Secret that is generated once. */
  readonly renewal?: number
  /** The lifetime of its tokens in seconds. */
  readonly lifetime?: number
  /** The generators of its tokens, as `KIND/NAME`. */
  readonly generators?: readonly string[]
  /** The condition for its generation: `a pod mounts it`. */
  readonly condition?: string
}

/** `own`: the resource's namespace; `some`: namespaces that match one of the expressions; `any`: unknown. */
export type GeneratedIn =
  | { readonly kind: 'own' }
  | { readonly kind: 'some'; readonly names: readonly string[] }
  | { readonly kind: 'any' }

/** A generated Secret without the resource, as the table's rows give it. */
export type GeneratedSecretDraft = Omit<GeneratedSecret, 'creator' | 'namespaces'> & {
  readonly namespaces?: GeneratedIn
}

export const OPAQUE = 'Opaque'

/** Parses a duration in Go's form (`time.ParseDuration`: `1h30m`, `0`) into seconds; `undefined` for anything else. */
export function goSeconds(text: string): number | undefined {
  const units: Readonly<Record<string, number>> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 1e-3,
    us: 1e-6,
    µs: 1e-6,
    ns: 1e-9,
  }
  if (text === '0') return 0
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)].reduce(
    (sum, [, count = '0', unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  )
}

/**
 * Splits a list of namespaces of reflector or replicator. Each part is an expression that must match the whole name.
 */
export function commaSeparated(text: string): readonly string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}
