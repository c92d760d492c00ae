import { dirname } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type { Plugin } from 'esbuild'
import { CONFIGURATION_SCHEMA } from '../src/configuration/schema.ts'
import { VALIDATOR_OPTIONS } from '../src/configuration/validator.ts'
import { isDockerConfigFile } from '../src/pull-secret/docker-config-schema.ts'

const CODE = { source: true, esm: true } as const

/** The modules that ajv compiles: what each exports, by which options, and of which schema. */
const VALIDATORS = [
  {
    module: /[\\/]pull-secret[\\/]docker-config-schema\.ts$/,
    name: 'isDockerConfigFile',
    ajv: new Ajv({ code: CODE }),
    schema: isDockerConfigFile.schema,
  },
  {
    module: /[\\/]configuration[\\/]validator\.ts$/,
    name: 'isConfigurationFile',
    ajv: new Ajv2020({ ...VALIDATOR_OPTIONS, code: CODE }),
    schema: CONFIGURATION_SCHEMA,
  },
]

/**
 * Compiles schemas ahead of time: run from source, ajv compiles them on load; in the bundle their modules are replaced by
 * the code that ajv makes of them, so that no run pays for ajv and no user installs it.
 */
export const precompiledSchemas: Plugin = {
  name: 'precompiled-schemas',
  setup(build) {
    for (const { module, name, ajv, schema } of VALIDATORS)
      build.onLoad({ filter: module }, ({ path }) => {
        ajv.addSchema(schema, name)
        return {
          contents: standalone.default(ajv, { [name]: name }),
          loader: 'js',
          resolveDir: dirname(path),
        }
      })
  },
}
