import { UserError } from '../text/user-error.ts'

/** The user name for tokens of ACR (Azure/acr AAD-OAuth.md). */
export const TOKEN_USER = '00000000-0000-0000-0000-000000000000'

/** A user name and password for a registry, as the kubelet uses them. */
export interface Credential {
  readonly username: string
  /** Secret: never in an error, a report or an argument list. */
  readonly password: string
  readonly email?: string
  /** When a token expires, if known; absent for passwords. */
  readonly expires?: Date
  /** A note to the user about the credential's origin. */
  readonly note?: string
}

/** One entry of a docker config's `auths`. */
export interface AuthEntry {
  /** The key that the kubelet compares with an image: host, with the port where the image has one. */
  readonly server: string
  readonly credential: Credential
}

/** A credential cannot be obtained, or is refused. */
export class CredentialError extends UserError {}
