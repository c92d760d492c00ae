import { Ajv } from 'ajv'

/**
 * A docker config with the names of its fields as Go declares them: what the kubelet reads must be of these types, and
 * everything else may be there, too.
 */
export interface DockerConfigFile {
  readonly auths?: Readonly<Record<string, StoredAuth | null>> | null
  readonly HttpHeaders?: Readonly<Record<string, string | null>> | null
}

export interface StoredAuth {
  readonly username?: string
  readonly password?: string
  readonly email?: string
  readonly auth?: string
  /** Unknown to the kubelet, so that it may be anything. */
  readonly identitytoken?: unknown
}

const text = { type: 'string' }
const optionalText = { type: 'string', nullable: true }

const schema = {
  type: 'object',
  properties: {
    auths: {
      type: 'object',
      nullable: true,
      additionalProperties: {
        type: 'object',
        nullable: true,
        properties: { username: text, password: text, email: text, auth: text },
      },
    },
    HttpHeaders: { type: 'object', nullable: true, additionalProperties: optionalText },
  },
}

/**
 * Whether a value has the shape. In the bundle, `plugin/precompile.ts` puts the compiled function in the place of this
 * module, so that neither ajv nor its compiler is in what users install.
 */
export const isDockerConfigFile = new Ajv().compile<DockerConfigFile>(schema)
