import type { Fields, Json } from './resource.ts'

const PLAIN = /^-{0,2}[\p{L}/][\p{L}\d _./@%+()&,=-]*(?::[\p{L}\d_./@%+=-][\p{L}\d _./@%+()&,=-]*)*$/u
const PLAIN_WITH_DIGIT = /^\d+(?:m|s|[KMG]i|%|(?:\.\d+){2})$/ // quantities, seconds and versions
const OTHER_THAN_STRING = /^(?:true|false|yes|no|on|off|null|y|n|\d*)$/i

/**
 * Plain block YAML in kustomize's style: two spaces per level, lists not indented. It only supports the values of the
 * generator. npm `yaml` could print the same, but would take minutes for 100 MB.
 */
export const blockYaml = (fields: Fields): string => mapping(fields, '')

function mapping(fields: Fields, indent: string): string {
  let text = ''
  for (const [key, value] of Object.entries(fields)) text += `${indent}${key}:${below(value, indent)}`
  return text
}

/** The text after `key:`, with a line break at its end. */
function below(value: Json, indent: string): string {
  if (isList(value)) return value.length === 0 ? ' []\n' : '\n' + sequence(value, indent)
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? ' {}\n' : '\n' + mapping(value, indent + '  ')
  return ` ${scalar(value, indent + '  ')}\n`
}

function sequence(list: readonly Json[], indent: string): string {
  return list.map(entry => `${indent}- ${entryText(entry, indent + '  ')}`).join('')
}

function entryText(entry: Json, indent: string): string {
  if (isList(entry)) throw new TypeError('lists in lists are not supported')
  if (typeof entry !== 'object' || entry === null) return `${scalar(entry, indent)}\n`
  return mapping(entry, indent).slice(indent.length) // the first key follows the dash
}

function scalar(value: string | number | boolean | null, indent: string): string {
  if (typeof value !== 'string') return String(value)
  if (value.endsWith('\n')) return '|\n' + value.slice(0, -1).replaceAll(/^(?=.)/gm, indent)
  if (OTHER_THAN_STRING.test(value)) return JSON.stringify(value)
  const isPlain = PLAIN.test(value) && !value.endsWith(' ')
  return isPlain || PLAIN_WITH_DIGIT.test(value) ? value : `'${value.replaceAll("'", "''")}'`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
