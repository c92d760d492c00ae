import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { ConfigurationFile } from './configuration-file.ts'
import { CONFIGURATION_SCHEMA } from './schema.ts'

export type SchemaError = ErrorObject<string, Readonly<Record<string, unknown>>>

/** The bundle's build compiles the schema with the same options. */
export const VALIDATOR_OPTIONS = {
  allErrors: true,
  allowUnionTypes: true,
  keywords: ['patternErrorMessage'],
}

/**
 * Whether a value has the form of a configuration; if not, `errors` contains all faults. In the bundle,
 * `plugin/precompile.ts` replaces this module by the compiled function.
 */
export const isConfigurationFile: ValidateFunction<ConfigurationFile> = new Ajv2020(
  VALIDATOR_OPTIONS,
).compile<ConfigurationFile>(CONFIGURATION_SCHEMA)
