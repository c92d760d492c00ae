import { Option } from 'clipanion'

/** The flags that say which credential to use, as `secret` and `inject --with-secret` take them. */
export interface CredentialFlags {
  readonly username: string | undefined
  readonly password: string | undefined
  readonly passwordStdin: boolean
  readonly passwordFile: string | undefined
  readonly passwordEnv: string | undefined
  readonly servicePrincipal: boolean
  readonly azureLogin: boolean
  readonly audience: string | undefined
  readonly tenant: string | undefined
  /** `true` for the flag alone. */
  readonly dockerConfig: string | boolean | undefined
}

/** One declaration for each, since clipanion wants every command to hold its own. */
export const credentialOptions = {
  username: () =>
    Option.String('--username', { description: '`NAME` of a service principal, token or admin user' }),
  password: () =>
    Option.String('--password', { description: 'its `PASSWORD`; better by one of the next three' }),
  passwordStdin: () =>
    Option.Boolean('--password-stdin', false, { description: 'read the password from stdin' }),
  passwordFile: () => Option.String('--password-file', { description: 'read the password from `FILE`' }),
  passwordEnv: () =>
    Option.String('--password-env', { description: 'take the password from variable `VAR`' }),
  servicePrincipal: () =>
    Option.Boolean('--service-principal', false, {
      description: 'use AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
    }),
  azureLogin: () =>
    Option.Boolean('--azure-login', false, {
      description: 'exchange a Microsoft Entra login for a token of some three hours',
    }),
  audience: () => Option.String('--audience', { description: 'ask Entra for `AUDIENCE` instead of ACR' }),
  tenant: () => Option.String('--tenant', { description: 'Entra tenant `ID`' }),
  dockerConfig: () =>
    Option.String('--docker-config', {
      tolerateBoolean: true,
      description: 'take what docker login or az acr login left, from `PATH` or the usual place',
    }),
}

/** The flags that stand for a credential, or go with one, by their names. */
export const CREDENTIAL_FLAGS = {
  '--username': 'username',
  '--password': 'password',
  '--password-stdin': 'passwordStdin',
  '--password-file': 'passwordFile',
  '--password-env': 'passwordEnv',
  '--service-principal': 'servicePrincipal',
  '--azure-login': 'azureLogin',
  '--audience': 'audience',
  '--docker-config': 'dockerConfig',
} as const

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false
}
