import type { Identity } from '../manifest/resource.ts'
import { shellWord } from '../text/shell-word.ts'

/** Joins words to a command for a POSIX shell. */
export function commandLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

/** The type of a resource as an argument of kubectl: `pod`, `rollout.argoproj.io`. */
export function kubectlType({ group, kind }: Pick<Identity, 'group' | 'kind'>): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
}

/** The names of kubectl's flags for a cluster in other programs. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kubectl: {},
  helm: { '--context': '--kube-context' },
}

/** Adds flags for a cluster, given as kubectl's, to each program of a command line that talks to a cluster. */
export function addressed(line: string, flags: readonly string[]): string {
  if (flags.length === 0) return line
  return partsOf(line)
    .map(([part = '', end = '']) => {
      const [, program = '', verb = ''] = /^\s*(\w+) (\w\S*)/.exec(part) ?? []
      const names = PROGRAMS[program]
      // The plugin's own commands in remedies do not access the cluster.
      if (names === undefined || verb === 'acr') return part + end
      const own = commandLine(...flags.map(flag => names[flag] ?? flag))
      return part.replace(/^(\s*)(\w+) /, `$1$2 ${own.replaceAll('$', '$$$$')} `) + end
    })
    .join('')
}

/** The commands of a line, each with the `|` or `&&` after it. Quoted text is not searched. */
function partsOf(line: string): readonly (readonly string[])[] {
  return [...line.matchAll(/((?:\\.|(?!&&)[^|'\\]|'[^']*')+)(\||&&)?/g)].map(([, ...parts]) => parts)
}
