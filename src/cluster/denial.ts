import { shellWord } from '../text/shell-word.ts'

/** What the user may not do, as a value: the rest goes on. */
export interface Denial {
  readonly verb: 'get' | 'list'
  readonly group: string
  /** In the plural, as the API has it: `secrets`. */
  readonly resource: string
  /** Absent: in all namespaces, or where there are none. */
  readonly namespace?: string
  /** What shows it: `kubectl auth can-i list secrets -n shop`. */
  readonly command: string
}

/** `flags` are the ones that chose the cluster, to be in the command too. */
export function denialOf(denied: Omit<Denial, 'command'>, flags: readonly string[] = []): Denial {
  const { verb, group, resource, namespace } = denied
  const name = group === '' ? resource : `${resource}.${group}`
  const where = namespace === undefined ? ['-A'] : ['-n', namespace]
  const words = ['kubectl', 'auth', 'can-i', verb, name, ...where, ...flags]
  return { ...denied, command: words.map(shellWord).join(' ') }
}

/** Each once. */
export function distinctDenials(denials: readonly Denial[]): readonly Denial[] {
  return [...new Map(denials.map(denial => [denial.command, denial])).values()]
}
