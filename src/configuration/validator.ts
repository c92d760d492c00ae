import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { ConfigurationFile } from './configuration-file.ts'
import { CONFIGURATION_SCHEMA } from './schema.ts'

export type SchemaError = ErrorObject<string, Readonly<Record<string, unknown>>>

/** Made once more where the bundle is built, by the same options. */
export const VALIDATOR_OPTIONS = {
  allErrors: true,
  allowUnionTypes: true,
  keywords: ['patternErrorMessage'],
}

/**
 * Whether a value has the shape of a configuration; if not, `errors` holds all that is wrong. In the bundle,
 * `plugin/precompile.ts` puts the compiled function in the place of this module.
 */
export const isConfigurationFile: ValidateFunction<ConfigurationFile> = new Ajv2020(
  VALIDATOR_OPTIONS,
).compile<ConfigurationFile>(CONFIGURATION_SCHEMA)
