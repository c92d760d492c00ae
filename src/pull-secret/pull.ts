import type { Credential } from './credential.ts'

/** Would a registry honour this credential for this image? */
export interface ImageQuestion {
  /** The registry's host, with a port if it has one. */
  readonly host: string
  readonly repository: string
  readonly tag?: string | undefined
  /** Algorithm and hash. With a digest the tag is not looked at, as by the container runtime. */
  readonly digest?: string | undefined
  /** Without one, it is asked whether anybody can pull. */
  readonly credential?: Credential | undefined
}

/** What a kubelet with this credential would meet. */
export type PullOutcome =
  | 'pulls'
  /** The registry does not know the pair of user name and password, or no longer. */
  | 'wrong-credential'
  /** There is no credential, and the registry wants one. */
  | 'needs-credential'
  /** The credential is good, but not for this repository. */
  | 'denied'
  | 'firewall'
  /** The credential is good, and the image is not there. */
  | 'missing-image'
  | 'missing-repository'
  | 'throttled'
  /** The registry has trouble of its own. */
  | 'unavailable'
  /** No answer comes: name, network, proxy or certificate. */
  | 'unreachable'
  /** The registry sends the credential elsewhere, so that it was not given. */
  | 'untrusted'
  /** The reference cannot be asked for: a placeholder, or what is no name. Nothing was asked. */
  | 'unaskable'
  | 'unexpected'

/** Texts are ours alone and hold neither a secret nor what a server said. */
export interface PullAnswer {
  readonly outcome: PullOutcome
  /** A sentence without full stop, with the image or the host. */
  readonly what: string
  /** What to do or to type next; `''` where nothing is to do. */
  readonly remedy: string
  /** What the tag stands for now, if the registry says so. */
  readonly digest?: string
  /** When the credential ends, if it is a token. */
  readonly expires?: Date
  /** It pulls without a credential, so that the one in question was not looked at. */
  readonly isAnonymous?: true
}
