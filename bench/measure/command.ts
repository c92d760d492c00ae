/** A command to measure. Its stdout goes to /dev/null. */
export interface Command {
  readonly argv: readonly string[]
  /** A command whose output is piped in, or a file; absent: no stdin. */
  readonly stdin?: { readonly pipe: readonly string[] } | { readonly file: string }
}

/** The words to spawn. A pipe is created by a shell, so that its bytes do not go through this process. */
export function spawned({ argv, stdin }: Command): readonly string[] {
  if (stdin === undefined || 'file' in stdin) return argv
  return ['/bin/sh', '-c', `${stdin.pipe.map(quoted).join(' ')} | ${argv.map(quoted).join(' ')}`]
}

const quoted = (word: string): string =>
  /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
