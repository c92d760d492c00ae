/** Makes the text of a region from the words of its mark. */
export type MakeRegion = (words: readonly string[]) => Promise<string> | string

/**
 * A document whose regions hold what is made now. A region begins with the line `<!-- made: WORDS -->` and ends with
 * `<!-- end -->`; the first of the words says what makes it.
 */
export async function renewRegions(
  markdown: string,
  makers: Readonly<Record<string, MakeRegion>>,
): Promise<string> {
  let renewed = ''
  let at = 0
  for (const match of markdown.matchAll(/^<!-- made: (.+) -->\n([^]*?)^<!-- end -->$/gm)) {
    const [whole, mark = '', old = ''] = match
    const [name = '', ...words] = mark.split(' ')
    const make = makers[name]
    if (make === undefined) throw new Error(`nothing makes "${mark}"`)
    const end = match.index + whole.length - '<!-- end -->'.length
    renewed += `${markdown.slice(at, end - old.length)}\n${(await make(words)).trim()}\n\n`
    at = end
  }
  return renewed + markdown.slice(at)
}
