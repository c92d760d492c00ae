import { shellWord } from '../text/shell-word.ts'

/** Words as a POSIX shell takes them. */
export function commandLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

/** How programs that ask a cluster name the flags that choose it. */
const PROGRAMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kubectl: {},
  helm: { '--context': '--kube-context' },
}

/** A line of `commandLine`s, whose programs ask the cluster that the given flags of kubectl choose. */
export function addressed(line: string, flags: readonly string[]): string {
  if (flags.length === 0) return line
  return partsOf(line)
    .map(([part = '', end = '']) => {
      const [, program = '', verb = ''] = /^\s*(\w+) (\w\S*)/.exec(part) ?? []
      const names = PROGRAMS[program]
      // The plugin itself asks no cluster in the lines that are given here.
      if (names === undefined || verb === 'acr') return part + end
      const own = commandLine(...flags.map(flag => names[flag] ?? flag))
      return part.replace(/^(\s*)(\w+) /, `$1$2 ${own.replaceAll('$', '$$$$')} `) + end
    })
    .join('')
}

/** The commands of a line, each with what stands behind it, a bar or `&&`; in quotes that is none. */
function partsOf(line: string): readonly (readonly string[])[] {
  return [...line.matchAll(/((?:\\.|(?!&&)[^|'\\]|'[^']*')+)(\||&&)?/g)].map(([, ...parts]) => parts)
}
