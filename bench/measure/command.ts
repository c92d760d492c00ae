/** A program as it is measured: whole, with stdout to /dev/null, and what it reads on stdin. */
export interface Command {
  readonly argv: readonly string[]
  /** Either the command whose output is piped in, or a file; nothing at all without. */
  readonly stdin?: { readonly pipe: readonly string[] } | { readonly file: string }
}

/** The words that are spawned. A pipe is the shell's, so that no byte takes the way through this process. */
export function spawned({ argv, stdin }: Command): readonly string[] {
  if (stdin === undefined || 'file' in stdin) return argv
  return ['/bin/sh', '-c', `${stdin.pipe.map(quoted).join(' ')} | ${argv.map(quoted).join(' ')}`]
}

const quoted = (word: string): string =>
  /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
