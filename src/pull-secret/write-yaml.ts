import { compareBytes, isList } from './go/go-json.ts'
import type { Json } from './go/go-json.ts'

/**
 * Writes a value as a YAML document as kubectl does: keys sorted, lists at the column of their key, no line folded.
 */
export function writeYaml(value: Json): string {
  return block(value, '').join('\n') + '\n'
}

function block(value: Json, indentation: string): readonly string[] {
  if (typeof value !== 'object' || isEmpty(value)) return [indentation + inline(value)]
  if (isList(value)) return value.flatMap(one => listed(one, indentation))
  return Object.entries(value)
    .sort(([one], [other]) => compareBytes(one, other))
    .flatMap(([key, one]) => field(key, one, indentation))
}

function field(key: string, value: Json, indentation: string): readonly string[] {
  const start = `${indentation}${scalar(key)}:`
  if (typeof value !== 'object' || isEmpty(value)) return [`${start} ${inline(value)}`]
  return [start, ...block(value, isList(value) ? indentation : `${indentation}  `)]
}

function listed(value: Json, indentation: string): readonly string[] {
  const [first = '', ...rest] = block(value, `${indentation}  `)
  return [`${indentation}- ${first.slice(indentation.length + 2)}`, ...rest]
}

// Text that may be written without quotes, if it is not ambiguous.
const PLAIN = /^[A-Za-z0-9_./](?:[\w./+=,~%*@-]|:(?=\S)| (?=[\w./]))*$/

// Text that YAML 1.1 or 1.2 does not read as a string: words, whole numbers, numbers with a point, dates, times in
// base 60.
const AMBIGUOUS = [
  /^(?:y|n|yes|no|on|off|true|false|null)$/i,
  /^(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+|\d[\d_]*)$/i,
  /^(?:\.[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:e[-+]?\d+)?$/i,
  /^\.(?:inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?(?:$|[t ]\d+:)/i,
  /^\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
]

function isEmpty(value: Exclude<Json, string | boolean>): boolean {
  return Object.keys(value).length === 0
}

function inline(value: Json): string {
  if (typeof value === 'string') return scalar(value)
  if (typeof value === 'boolean') return String(value)
  return isList(value) ? '[]' : '{}'
}

const PRINTABLE =
  /^[ -~\u{a0}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]+$/u

function scalar(text: string): string {
  if (PLAIN.test(text) && !text.endsWith(':'))
    return AMBIGUOUS.some(pattern => pattern.test(text)) ? `"${text}"` : text
  if (PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
