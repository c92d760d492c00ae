import type { Identity } from '../resource.ts'

/** A Secret that a controller in the cluster makes of a resource, as far as the resource tells. */
export interface MadeSecret {
  readonly name: string
  readonly maker: Identity
  readonly namespaces: MadeIn
  /** Absent where it cannot be told. */
  readonly type?: string
  /** Where the resource says the type: `spec.target.template.type`. */
  readonly typeAt?: string
  /** What it holds, where all keys are known. */
  readonly keys?: readonly string[]
  /** Servers of its docker config, where all are known. */
  readonly servers?: readonly string[]
  /** The Secret that it is a copy of. */
  readonly copyOf?: { readonly namespace?: string; readonly name: string }
  /** Seconds between two renewals; Infinity: it is made once. */
  readonly renewal?: number
  /** Seconds that a token of its source lives. */
  readonly lifetime?: number
  /** What its tokens come from, as `KIND/NAME`. */
  readonly generators?: readonly string[]
  /** What must hold so that it is made: `a pod mounts it`. */
  readonly condition?: string
}

/** `own`: that of the resource; `some`: those that an expression of names matches whole; `any`: which ones, cannot be told. */
export type MadeIn =
  | { readonly kind: 'own' }
  | { readonly kind: 'some'; readonly names: readonly string[] }
  | { readonly kind: 'any' }

/** All but the maker, as a row of the table tells it. */
export type Promise = Omit<MadeSecret, 'maker' | 'namespaces'> & { readonly namespaces?: MadeIn }

export const OPAQUE = 'Opaque'

/** A duration as Go's `time.ParseDuration` reads it (`1h30m`, `0`), in seconds; `undefined` for anything else. */
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

/** Between commas, as reflector and replicator take namespaces: each an expression that a name matches whole. */
export function commaSeparated(text: string): readonly string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}
