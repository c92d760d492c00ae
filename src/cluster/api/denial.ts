import { shellWord } from '../../text/shell-word.ts'

/** A request that the user is not allowed to make. Other requests continue. */
export interface Denial {
  readonly verb: 'get' | 'list'
  readonly group: string
  /** The plural name, as in the API: `secrets`. */
  readonly resource: string
  /** Absent for all namespaces, and for resources without namespaces. */
  readonly namespace?: string
  /** The command that checks the permission: `kubectl auth can-i list secrets -n shop`. */
  readonly command: string
}

/** `flags` chose the cluster and become part of the command. */
export function denialOf(denied: Omit<Denial, 'command'>, flags: readonly string[] = []): Denial {
  const { verb, group, resource, namespace } = denied
  const name = group === '' ? resource : `${resource}.${group}`
  const where = namespace === undefined ? ['-A'] : ['-n', namespace]
  const words = ['kubectl', 'auth', 'can-i', verb, name, ...where, ...flags]
  return { ...denied, command: words.map(shellWord).join(' ') }
}

/** Removes duplicates. */
export function distinctDenials(denials: readonly Denial[]): readonly Denial[] {
  return [...new Map(denials.map(denial => [denial.command, denial])).values()]
}
