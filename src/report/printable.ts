/**
 * Makes outside text, such as names of resources and files, safe to show. A terminal must not interpret it: control
 * characters (C0, DEL, C1), line and paragraph separators, marks that change the direction of writing (Unicode
 * `Bidi_Control`) and invisible characters such as a zero width space (`Default_Ignorable_Code_Point`) are escaped as
 * `\u001b`. The log of a CI system must not interpret it: `::error::` at the start of a line (GitHub, actions/runner
 * ActionCommand.cs), and `##[error]` and `##vso[task.setvariable]` anywhere (GitHub's older form, Azure Pipelines),
 * are escaped.
 */

/** The safe characters, as ranges. Looking up `\p{Cc}` would take half a millisecond. */
const SAFE =
  ' -~\\u00a0-\\u00ac\\u00ae-\\u034e\\u0350-\\u061b\\u061d-\\u115e\\u1161-\\u17b3\\u17b6-\\u180a\\u1810-\\u200a\\u2010-\\u2027' +
  '\\u202f-\\u205f\\u2070-\\u3163\\u3165-\\ufdff\\ufe10-\\ufefe\\uff00-\\uff9f\\uffa1-\\uffef\\ufffc-\\uffff'
const BEYOND_16_BITS = '[\\udb40-\\udb43][\\udc00-\\udfff]|\\ud82f[\\udca0-\\udca3]|\\ud834[\\udd73-\\udd7a]'
const UNSAFE = new RegExp(`[^${SAFE}]|${BEYOND_16_BITS}`, 'g')
/** JSON has line breaks only between values; inside strings they are escaped already. */
const UNSAFE_IN_JSON = new RegExp(`[^\\n${SAFE}]|${BEYOND_16_BITS}`, 'g')
const COMMAND_AT_START = /^(\s*):(?=:)/
const COMMAND_ANYWHERE = /#(?=#(?:vso)?\[)/gi

/** Makes one line of text safe. Its line breaks become spaces. */
export function printable(text: string): string {
  return isPlain(text) ? text : escapeCommands(withoutControls(text))
}

/** Makes a text of several lines safe, and keeps its line breaks. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/** Writes a value as JSON without unsafe text. It parses to the same value. */
export function printableJson(value: unknown, indentation?: number): string {
  return JSON.stringify(value, undefined, indentation)
    .replace(UNSAFE_IN_JSON, escapeCharacter)
    .replace(COMMAND_ANYWHERE, escapeCharacter)
}

/** Whether a name is safe. */
export function isPrintable(text: string): boolean {
  return text.search(UNSAFE) < 0 && text.search(COMMAND_ANYWHERE) < 0
}

/** Replaces each unsafe character. */
export function replaceUnsafe(text: string, replace: (character: string) => string): string {
  return text.replace(UNSAFE, replace).replace(COMMAND_ANYWHERE, replace)
}

const [FIRST_PLAIN, LAST_PLAIN] = [0x20, 0x7e]

/** Whether a text is plain ASCII and safe, as almost every name is. This test is cheaper than a regular expression. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < FIRST_PLAIN || code > LAST_PLAIN) return false
  }
  return !text.includes('##') && !text.trimStart().startsWith('::')
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

function escapeCommands(line: string): string {
  return line
    .replace(COMMAND_AT_START, (_, space: string) => space + escapeCharacter(':'))
    .replace(COMMAND_ANYWHERE, escapeCharacter)
}

/** A character beyond 16 bits becomes two escapes, as in JSON. */
function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, at) => escapeUnit(character.charCodeAt(at))).join('')
}

function escapeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
