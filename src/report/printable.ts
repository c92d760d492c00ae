/** Controls and marks of direction: all but these ranges, since `\p{Cc}` takes half a millisecond to look up. */
const UNSAFE = /[^ -~\u00a0-\u2029\u202f-\u2065\u206a-\uffff]/g

/**
 * One line of text that a terminal shows and does not obey: names and messages hold what a manifest says, which may be
 * a line end, an escape sequence, or a mark that turns the direction of writing.
 */
export function printable(text: string): string {
  return isPlain(text) ? text : withoutControls(text)
}

const [FIRST_PLAIN, LAST_PLAIN] = [0x20, 0x7e]

/** Whether all of it can be shown as it is, as nearly every name can: a look that costs less than a pattern. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < FIRST_PLAIN || code > LAST_PLAIN) return false
  }
  return true
}

function withoutControls(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/)
  const line =
    lines.length === 1
      ? text
      : lines
          .map(part => part.trim())
          .join(' ')
          .trim()
  return line.replace(UNSAFE, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
