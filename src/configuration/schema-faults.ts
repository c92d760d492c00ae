import { nearest } from '../text/nearest.ts'
import { pathText } from './fault.ts'
import type { ConfigurationFault, Path } from './fault.ts'
import { API_VERSION, CONFIGURATION_SCHEMA } from './schema.ts'
import type { JsonType, Schema } from './schema.ts'
import type { SchemaError } from './validator.ts'

const WORDS: Readonly<Record<JsonType, string>> = {
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
}

/** Explains the validator's errors, in order. `value` is the validated value. */
export function schemaFaults(
  errors: readonly SchemaError[],
  value: unknown,
  lineOf: (path: Path) => number,
): readonly ConfigurationFault[] {
  const faults = errors.map(error => faultOf(error, value, lineOf))
  const mistyped = new Set(faults.map(({ meant }) => meant))
  // A mistyped key is also reported as missing: that fault is dropped.
  return faults.filter(({ missing }) => missing === undefined || !mistyped.has(missing))
}

interface SchemaFault extends ConfigurationFault {
  /** The key that was meant by a mistyped one. */
  readonly meant?: string | undefined
  readonly missing?: string
}

function faultOf(error: SchemaError, value: unknown, lineOf: (path: Path) => number): SchemaFault {
  const path = pathOf(error.instancePath, value)
  const schema = schemaAt(path)
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty'])
    return unknownKey([...path, key], schema, lineOf([...path, key]))
  }
  const where = path.length === 0 ? '' : `${pathText(path)}: `
  const line = lineOf(path)
  if (error.keyword === 'required') {
    const key = String(error.params['missingProperty'])
    return {
      line,
      what: `${where}the key ${key} is missing`,
      remedy: `add ${key}${exampleOf(schema?.properties?.[key])}`,
      missing: pathText([...path, key]),
    }
  }
  const found = valueAt(value, path)
  return {
    line,
    what: `${where}expected ${expectationOf(schema, error)}, found ${foundWords(found)}`,
    remedy: remedyFor(schema, found),
  }
}

function unknownKey(path: Path, parent: Schema | undefined, line: number): SchemaFault {
  const key = String(path.at(-1))
  const around = path.slice(0, -1)
  const keys = Object.keys(parent?.properties ?? {})
  const meant = keys.find(one => one.toLowerCase() === key.toLowerCase()) ?? nearest(key, keys)
  const elsewhere = meant === undefined ? placesOf(key, CONFIGURATION_SCHEMA) : []
  const intended = meant === undefined ? undefined : pathText([...around, meant])
  const remedy =
    intended !== undefined
      ? `did you mean ${intended}?`
      : elsewhere.length > 0
        ? `did you mean ${elsewhere.join(' or ')}?`
        : `the keys ${around.length === 0 ? 'of a configuration' : `of ${pathText(around)}`} are ${keys.join(', ')}`
  return { line, what: `there is no key ${pathText(path)}`, remedy, meant: intended }
}

/** Other places of a key in a configuration. */
function placesOf(key: string, { properties = {}, items }: Schema, around = ''): readonly string[] {
  const within = items === undefined ? [] : placesOf(key, items, `${around}[]`)
  return Object.entries(properties).reduce<readonly string[]>((places, [name, schema]) => {
    const path = around === '' ? name : `${around}.${name}`
    return [...places, ...(name === key ? [path] : []), ...placesOf(key, schema, path)]
  }, within)
}

function expectationOf(schema: Schema | undefined, { keyword }: SchemaError): string {
  if (schema === undefined) return 'something else'
  const { type, patternErrorMessage } = schema
  if (schema.enum !== undefined) return schema.enum.map(one => `"${one}"`).join(' or ')
  if (keyword === 'minItems') return 'a list that is not empty'
  if (patternErrorMessage !== undefined && keyword !== 'type') return patternErrorMessage
  const types = typeof type === 'string' ? [type] : type
  return types.map(one => WORDS[one]).join(' or ')
}

const MAX_SHOWN = 60

function foundWords(found: unknown): string {
  if (typeof found === 'string')
    return found.length > MAX_SHOWN ? `"${found.slice(0, MAX_SHOWN)}..."` : `"${found}"`
  if (typeof found === 'number' || typeof found === 'bigint') return `the number ${found}`
  if (typeof found === 'boolean') return String(found)
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list'
  return found === null || found === undefined ? 'nothing' : 'keys and values'
}

/** Words that mean true and false in YAML 1.1. */
const YES = /^(?:y|yes|on)$/i
const NO = /^(?:n|no|off)$/i

function remedyFor(schema: Schema | undefined, found: unknown): string {
  const types = typeof schema?.type === 'string' ? [schema.type] : (schema?.type ?? [])
  if (types.includes('boolean') && typeof found === 'string') {
    if (YES.test(found)) return 'write true'
    if (NO.test(found)) return 'write false'
  }
  if (types.includes('string') && ['number', 'boolean', 'bigint'].includes(typeof found))
    return `put it in quotes: "${String(found)}"`
  if (types.join() === 'array' && typeof found === 'string')
    return `write it as a list: [${JSON.stringify(found)}]`
  if (schema?.enum?.[0] === API_VERSION) return 'correct it, or update kubectl acr'
  const meant = typeof found === 'string' ? nearest(found.toLowerCase(), schema?.enum ?? []) : undefined
  if (meant !== undefined) return `did you mean ${meant}?`
  return schema?.enum === undefined ? `correct it${exampleOf(schema)}` : 'correct it'
}

function exampleOf(schema: Schema | undefined): string {
  const [example] = schema?.examples ?? []
  if (example === undefined) return ''
  return `, as in ${typeof example === 'string' ? example : JSON.stringify(example)}`
}

/** Parses a JSON pointer (RFC 6901). An index of a list becomes a number. */
function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = []
  for (const part of pointer.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(valueAt(value, path)) ? Number(step) : step)
  }
  return path
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? Object.getOwnPropertyDescriptor(at, step)?.value : undefined,
    value,
  )
}

function schemaAt(path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (at, step) => (typeof step === 'number' ? at?.items : at?.properties?.[step]),
    CONFIGURATION_SCHEMA,
  )
}
