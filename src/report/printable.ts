/**
 * One line of text that a terminal shows and does not obey: names and messages hold what a manifest says, which may be
 * a line end, an escape sequence, or a mark that turns the direction of writing.
 */
export function printable(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/)
  const line =
    lines.length === 1
      ? text
      : lines
          .map(part => part.trim())
          .join(' ')
          .trim()
  return line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
