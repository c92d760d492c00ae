import { CONFIGURATION_SCHEMA } from '../../src/configuration/schema.ts'
import type { Schema } from '../../src/configuration/schema.ts'
import { table } from './reference.ts'
import type { MakeRegion } from './regions.ts'

/** The schema of a configuration, from the top of the repository: the file that ships. */
export const SCHEMA_FILE = 'kubectl-acr.schema.json'

export function writeSchema(): string {
  return `${JSON.stringify(CONFIGURATION_SCHEMA, undefined, 2)}\n`
}

/** `configuration`: its keys, what they hold, their defaults, and what they mean. */
export const configuration: MakeRegion = () =>
  table(['key', 'value', 'default', 'what it does', 'example'], rowsOf(CONFIGURATION_SCHEMA, ''))

function rowsOf({ properties = {}, required = [] }: Schema, around: string): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${around}${name}`
    const isGroup = schema.properties !== undefined
    const standard = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``
    const row = [
      `\`${key}\``,
      valueWords(schema),
      required.includes(name) ? 'required' : schema.default?.toString() === '' ? '' : standard,
      schema.description,
      (schema.examples ?? []).map(example => `\`${JSON.stringify(example)}\``).join(', '),
    ]
    const within = schema.items === undefined ? rowsOf(schema, `${key}.`) : rowsOf(schema.items, `${key}[].`)
    return isGroup ? within : [row, ...within]
  })
}

function valueWords({ type, enum: choices, items }: Schema): string {
  if (choices !== undefined) return choices.map(choice => `\`${choice}\``).join(' or ')
  const types = typeof type === 'string' ? [type] : type
  return types
    .map(one => {
      if (one !== 'array') return { string: 'string', boolean: 'true or false', object: 'keys' }[one]
      return items?.type === 'object' ? 'list' : 'list of strings'
    })
    .join(', or ')
}
