import { BUILT_IN_GROUPS } from '../kubernetes/groups.ts'
import type { Identity } from './resource.ts'
import { nearest } from '../text/nearest.ts'
import { UsageError, UserError } from '../text/user-error.ts'

/** A value of `--only`. A part that is left out matches anything. */
export interface OnlyName {
  /** In lowercase and singular. Short names and plurals of Kubernetes' own kinds are resolved. */
  readonly kind: string
  readonly group?: string
  readonly namespace?: string
  readonly name: string
  /** The text that the user typed. */
  readonly text: string
}

/** The short names of kubectl (`kubectl api-resources`). */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  po: 'pod',
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  rs: 'replicaset',
  rc: 'replicationcontroller',
  cj: 'cronjob',
  sa: 'serviceaccount',
}

/** Parses a value of `--only`: `KIND[.GROUP]/[NAMESPACE/]NAME`. Throws UsageError. */
export function parseOnly(text: string): OnlyName {
  const [type = '', ...rest] = text.split('/')
  const [kind = '', ...group] = type.toLowerCase().split('.')
  const [name = '', namespace, more] = rest.toReversed()
  if (kind === '' || name === '' || namespace === '' || more !== undefined)
    throw new UsageError(`--only "${text}": must be KIND/NAME or KIND/NAMESPACE/NAME, such as deployment/web`)
  return {
    kind: SHORT_NAMES[kind] ?? kind,
    ...(group.length === 0 ? {} : { group: group.join('.') }),
    ...(namespace === undefined ? {} : { namespace }),
    name,
    text,
  }
}

/**
 * The value of `--only` for a resource: `deployment/web`, `rollout.argoproj.io/shop/web`; `undefined` for a resource
 * without a name.
 */
export function onlyFor({ group, kind, namespace, name }: Identity): string | undefined {
  if (kind === '' || name === '') return undefined
  const type = BUILT_IN_GROUPS.has(group) ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
  return [type, ...(namespace === undefined ? [] : [namespace]), name].join('/')
}

/** Whether a resource may change. Without `--only`, every resource may. */
export type IsSelected = (identity: Identity) => boolean

export function selectorOf(only: readonly OnlyName[] = []): IsSelected {
  return only.length === 0 ? () => true : identity => only.some(one => isNamed(one, identity))
}

function isNamed({ kind, group, namespace, name }: OnlyName, identity: Identity): boolean {
  const own = identity.kind.toLowerCase()
  return (
    identity.name === name &&
    (own === kind || `${own}s` === kind) &&
    (group === undefined || group === identity.group) &&
    (namespace === undefined || namespace === identity.namespace)
  )
}

/** Throws UserError for the first name that matches none of `identities`, the resources of the input. */
export function requireEach(only: readonly OnlyName[], identities: readonly Identity[]): void {
  for (const one of only) {
    if (identities.some(identity => isNamed(one, identity))) continue
    const meant = meantBy(one, identities)
    throw new UserError(
      `--only ${one.text}: no such resource in the input`,
      meant === undefined ? 'check its kind, its namespace and its name' : `did you mean --only ${meant}?`,
    )
  }
}

function meantBy({ text, name }: OnlyName, identities: readonly Identity[]): string | undefined {
  const all = identities.flatMap(identity => {
    const only = onlyFor(identity)
    return only === undefined ? [] : [{ only, identity }]
  })
  const words = all.map(({ only }) => only)
  return nearest(text.toLowerCase(), words) ?? all.find(({ identity }) => identity.name === name)?.only
}
