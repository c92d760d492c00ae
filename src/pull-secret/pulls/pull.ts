import type { Credential } from '../credential.ts'

/** The question whether a registry lets a credential pull an image. */
export interface ImageQuestion {
  /** The registry's host, with a port if it has one. */
  readonly host: string
  readonly repository: string
  readonly tag?: string | undefined
  /** Algorithm and hash. With a digest, container runtimes ignore the tag. */
  readonly digest?: string | undefined
  /** Absent to ask whether the image can be pulled anonymously. */
  readonly credential?: Credential | undefined
}

/** The result that a kubelet with this credential would get. */
export type PullOutcome =
  | 'pulls'
  /** The registry does not accept the user name and password, or not any more. */
  | 'wrong-credential'
  /** The registry requires a credential, and there is none. */
  | 'needs-credential'
  /** The credential is valid, but not for this repository. */
  | 'denied'
  | 'firewall'
  /** The credential is valid, and the image does not exist. */
  | 'missing-image'
  | 'missing-repository'
  | 'throttled'
  /** The registry itself has a problem. */
  | 'unavailable'
  /** The registry did not answer: name, network, proxy or certificate. */
  | 'unreachable'
  /** The registry redirects to another host, so no credential was sent. */
  | 'untrusted'
  /** The reference cannot be part of a request: it has a placeholder or an invalid name. No request was made. */
  | 'unaskable'
  | 'unexpected'

/** The result for one question. Its texts never repeat a secret or text from a server. */
export interface PullAnswer {
  readonly outcome: PullOutcome
  /** A sentence without a full stop that names the image or the host. */
  readonly what: string
  /** The next step; `''` if there is nothing to do. */
  readonly remedy: string
  /** The digest that the tag refers to now, if the registry gives it. */
  readonly digest?: string
  /** When the credential expires, if it is a token. */
  readonly expires?: Date
  /** The image can be pulled anonymously, so the credential was not tested. */
  readonly isAnonymous?: true
}
