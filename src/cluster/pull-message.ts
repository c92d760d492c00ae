/** Why a pull failed, as far as the kubelet's message tells. */
export type PullCause =
  /** No credential was sent. */
  | 'anonymous'
  /** One was sent and refused. */
  | 'credential'
  /** A Secret that the pod names is not there. */
  | 'missing-secret'
  /** The registry's firewall refused the node. */
  | 'firewall'
  /** The registry let the node in and has no such image. */
  | 'not-found'
  | 'unknown'

interface Row {
  readonly cause: PullCause
  readonly text: RegExp
}

// The first row that fits is taken. A message may hold several attempts, one for each credential: if one of them came as
// far as to miss the image, its credential was good; and if one was sent at all, the attempt without tells nothing.
// Texts of containerd (remotes/docker authorizer.go), CRI-O and ACR.
const ROWS: readonly Row[] = [
  { cause: 'firewall', text: /is not allowed access|aka\.ms\/acr\/firewall/i },
  { cause: 'not-found', text: /: not found\b|manifest unknown|name unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN/i },
  { cause: 'credential', text: /failed to fetch oauth token|invalid username\/password|incorrect username/i },
  { cause: 'anonymous', text: /failed to fetch anonymous token/i },
]

export function causeOf(message: string): PullCause {
  return ROWS.find(({ text }) => text.test(message))?.cause ?? 'unknown'
}

/** The names in the kubelet's `Unable to retrieve some image pull secrets (a, b); ...` (kubelet_pods.go). */
export function missingSecretsIn(message: string): readonly string[] {
  const [, names = ''] = /some image pull secrets \(([^)]*)\)/i.exec(message) ?? []
  return names
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

/** Without what a terminal would obey. */
export function cleanMessage(message: string): string {
  return message.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}
