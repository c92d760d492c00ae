import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import type { Plugin } from 'esbuild'
import { isDockerConfigFile } from '../src/pull-secret/docker-config-schema.ts'

/**
 * Compiles the schema of docker configs ahead of time: run from source, ajv compiles it on load; in the bundle its
 * module is replaced by the code that ajv makes of it, so that no run pays for ajv and no user installs it.
 */
export const precompiledSchemas: Plugin = {
  name: 'precompiled-schemas',
  setup(build) {
    build.onLoad({ filter: /[\\/]pull-secret[\\/]docker-config-schema\.ts$/ }, () => {
      const ajv = new Ajv({ code: { source: true, esm: true } })
      ajv.addSchema(isDockerConfigFile.schema, 'docker-config')
      return { contents: standalone.default(ajv, { isDockerConfigFile: 'docker-config' }), loader: 'js' }
    })
  },
}
