// UAX #11: Wide and Fullwidth. UTS #51: characters shown as emoji by default.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u
/** Combining marks, and characters that show nothing. */
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200f\u2060\ufeff]/u
const ASCII = /^[ -~]*$/

/** The width of a text in terminal columns. The text must not contain control characters. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += WITHOUT_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** Pads a text with spaces at its end to a width in columns. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(columns - displayWidth(text), 0))
}

/**
 * Wraps a paragraph between words, to lines of at most `columns`. Line breaks in the paragraph count as spaces. A
 * longer word gets a line of its own and is never cut, so that a user can copy it.
 */
export function wrapText(paragraph: string, columns: number): readonly string[] {
  return wrapWords(paragraph.split(/\s+/).filter(Boolean), columns)
}

/** Like wrapText, for words that may contain spaces and are never broken. */
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
