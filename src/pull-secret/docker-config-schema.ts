import { Ajv } from 'ajv'

/** A docker config, with fields named as in Go. The kubelet requires these types; other fields are allowed. */
export interface DockerConfigFile {
  readonly auths?: Readonly<Record<string, StoredAuth | null>> | null
  readonly HttpHeaders?: Readonly<Record<string, string | null>> | null
}

export interface StoredAuth {
  readonly username?: string
  readonly password?: string
  readonly email?: string
  readonly auth?: string
  /** The kubelet does not read this field, so its type does not matter. */
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
 * Whether a value has this shape. In the bundle, `plugin/precompile.ts` replaces this module by the compiled function,
 * so that users do not install ajv.
 */
export const isDockerConfigFile = new Ajv().compile<DockerConfigFile>(schema)
