// UAX #11: Wide and Fullwidth, and what is shown as a picture by default (UTS #51).
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u
/** Stand on the character before them, or show nothing. */
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200f\u2060\ufeff]/u
const ASCII = /^[ -~]*$/

/** How many columns of a terminal a text takes that has no controls in it. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += WITHOUT_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** The text with spaces behind it, up to a number of columns. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(columns - displayWidth(text), 0))
}

/**
 * The lines of a paragraph, each at most so many columns wide, broken between words. Its own line ends are spaces. A word
 * that is wider stands on a line of its own, whole, so that it can be copied.
 */
export function wrapText(paragraph: string, columns: number): readonly string[] {
  return wrapWords(paragraph.split(/\s+/).filter(Boolean), columns)
}

/** The same of words that may have spaces in them and stay whole. */
export function wrapWords(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = []
  let [line, width] = ['', 0]
  for (const word of words) {
    const wordWidth = displayWidth(word)
    if (line === '') [line, width] = [word, wordWidth]
    else if (width + 1 + wordWidth <= columns) [line, width] = [`${line} ${word}`, width + 1 + wordWidth]
    else {
      lines.push(line)
      ;[line, width] = [word, wordWidth]
    }
  }
  return line === '' ? lines : [...lines, line]
}
