import { dirname } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type { Plugin } from 'esbuild'
import { CONFIGURATION_SCHEMA } from '../src/configuration/schema.ts'
import { VALIDATOR_OPTIONS } from '../src/configuration/validator.ts'
import { isDockerConfigFile } from '../src/pull-secret/docker-config-schema.ts'

const CODE = { source: true, esm: true } as const

/** The modules that ajv compiles: the module, its export, the ajv options and the schema. */
const VALIDATORS = [
  {
    module: /[\\/]pull-secret[\\/]docker-config-schema\.ts$/,
    name: 'isDockerConfigFile',
    ajv: new Ajv({ code: CODE, schemas: { isDockerConfigFile: isDockerConfigFile.schema } }),
  },
  {
    module: /[\\/]configuration[\\/]validator\.ts$/,
    name: 'isConfigurationFile',
    ajv: new Ajv2020({
      ...VALIDATOR_OPTIONS,
      code: CODE,
      schemas: { isConfigurationFile: CONFIGURATION_SCHEMA },
    }),
  },
]

/**
 * Compiles schemas at build time. From source, ajv compiles them when the module loads. In the bundle the modules are
 * replaced with the generated code, so ajv is neither installed nor loaded by users.
 */
export const precompiledSchemas: Plugin = {
  name: 'precompiled-schemas',
  setup(build) {
    for (const { module, name, ajv } of VALIDATORS)
      build.onLoad({ filter: module }, ({ path }) => ({
        contents: standalone.default(ajv, { [name]: name }),
        loader: 'js',
        resolveDir: dirname(path),
      }))
  },
}
