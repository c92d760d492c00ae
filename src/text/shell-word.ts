/**
 * Splits a text into words as a POSIX shell does. Quotes and backslashes are removed; no other character is special.
 * Returns `undefined` if a quote is not closed.
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

/**
 * Quotes a word for a POSIX shell. A word without special characters does not change; any other gets single quotes.
 */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
