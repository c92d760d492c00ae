/**
 * The words of a text as a shell reads them, quotes and backslashes off; nothing else means anything. `undefined` where a
 * quote is not closed.
 */
export function shellWords(text: string): readonly string[] | undefined {
  const word = /(?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/g
  if (text.replaceAll(word, '').trim() !== '') return undefined
  return (text.match(word) ?? []).map(one =>
    one.replaceAll(
      /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  )
}

/** A word as a POSIX shell reads it back: as it is where no character means anything to it, else in single quotes. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
