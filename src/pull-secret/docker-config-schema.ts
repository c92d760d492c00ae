import { Ajv } from 'ajv'

/** A docker config as it stands in a file: only what is read here; everything else may be there, too. */
export interface DockerConfigFile {
  readonly auths?: Readonly<Record<string, StoredAuth | null>> | null
  readonly credsStore?: string | null
  readonly credHelpers?: Readonly<Record<string, string>> | null
}

export interface StoredAuth {
  readonly username?: string | null
  readonly password?: string | null
  readonly email?: string | null
  readonly auth?: string | null
  readonly identitytoken?: string | null
}

const text = { type: 'string', nullable: true }

const schema = {
  type: 'object',
  properties: {
    auths: {
      type: 'object',
      nullable: true,
      additionalProperties: {
        type: 'object',
        nullable: true,
        properties: { username: text, password: text, email: text, auth: text, identitytoken: text },
      },
    },
    credsStore: text,
    credHelpers: { type: 'object', nullable: true, additionalProperties: { type: 'string' } },
  },
}

/**
 * Whether a value has the shape. In the bundle, `plugin/precompile.ts` puts the compiled function in the place of this
 * module, so that neither ajv nor its compiler is in what users install.
 */
export const isDockerConfigFile = new Ajv().compile<DockerConfigFile>(schema)
