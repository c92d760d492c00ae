import { UserError } from '../text/user-error.ts'
/** What a registry is pulled from with: a pair that the kubelet understands. */
export interface Credential {
  readonly username: string
  /** Secret: never in an error, a report or an argument list. */
  readonly password: string
  readonly email?: string
  /** When a token ends, as far as is known; absent for passwords. */
  readonly expires?: Date
  /** What to tell of where it comes from. */
  readonly note?: string
}

/** One entry of a docker config's `auths`. */
export interface AuthEntry {
  /** The key that the kubelet compares with an image: host, with the port if the image has one. */
  readonly server: string
  readonly credential: Credential
}

/** Why no credential can be had, or why one is refused. */
export class CredentialError extends UserError {}
