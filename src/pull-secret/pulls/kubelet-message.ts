/** The cause of a failed pull, as far as the kubelet's message shows it. */
export type PullCause =
  /** No credential was sent. */
  | 'anonymous'
  /** A credential was sent and refused. */
  | 'credential'
  /** The registry answered 401, and the runtime does not say whether a credential was sent. */
  | 'unauthorized'
  /** The user name of the credential is not an application of the registry's tenant. */
  | 'unknown-user'
  /** The registry accepts the credential, and does not let it pull this repository. */
  | 'no-right'
  /** A Secret that the pod names does not exist. */
  | 'missing-secret'
  /** A Secret that the pod names cannot be parsed, so the kubelet pulls nothing for the pod. */
  | 'broken-secret'
  /** The registry's firewall refused the node. */
  | 'firewall'
  /** The registry authorized the node and has no such image. It does not say which part of the name is unknown. */
  | 'not-found'
  | 'no-repository'
  | 'no-manifest'
  | 'quarantined'
  /** The image exists, but not for the node's architecture and operating system. */
  | 'no-platform'
  /** The manifest exists, but a layer does not. */
  | 'no-layer'
  /** The runtime does not support this type of manifest any more. */
  | 'unsupported'
  | 'dns'
  | 'proxy'
  /** The certificate of the server or proxy is not trusted. */
  | 'untrusted'
  | 'unreachable'
  /** The registry gets too many requests. */
  | 'throttled'
  /** The node exceeds its own limit for pulls. */
  | 'node-limit'
  /** The registry, or the storage of its layers, has a problem of its own. */
  | 'unavailable'
  /** The image does not have the signature that the node's policy requires. */
  | 'signature'
  /** The kubelet must not pull the image, and the node does not have it, or not for this pod. */
  | 'never'
  | 'invalid-name'
  | 'disk'
  /** A credential provider of the node has failed. */
  | 'provider'
  /** Another problem of the node. */
  | 'node'
  | 'unknown'

interface Row {
  readonly cause: PullCause
  readonly text: RegExp
}

/** Matches the status of one failed attempt to get a token. The text of a further attempt begins with `failed to`. */
const token = (who: string, statuses: string): RegExp =>
  new RegExp(`failed to fetch ${who} token: (?:(?!failed to ).)*\\b(?:${statuses})\\b(?! *ms\\b)`, 'i')

// A message may contain several attempts, one for each credential, so several rows may match. The first matching row
// wins, so rows that say more come first. Errors after an accepted credential come before refusals. Refusals come
// before network errors of other attempts. The attempt without a credential, which runtimes add on their own, comes
// last. Texts of containerd 1.7 and 2.x (remotes/docker authorizer.go, resolver.go, fetcher.go; images/image.go),
// CRI-O (containers/image docker_client.go), Docker Engine, the kubelet (images/types.go, image_manager.go) and ACR.
const ROWS: readonly Row[] = [
  { cause: 'invalid-name', text: /invalid reference format|couldn't parse image (?:name|reference)/i },
  { cause: 'never', text: /is not present with pull policy of Never/i },
  {
    cause: 'signature',
    text: /signature validation failed|signature was required|SignatureValidationFailed/i,
  },
  {
    cause: 'no-platform',
    text: /no match for platform|no matching manifest for|no image found in (?:image index|manifest list) for|no child with platform/i,
  },
  { cause: 'quarantined', text: /is quarantined/i },
  {
    cause: 'no-layer',
    text: /content at \S+ not found|could not fetch content descriptor|blob unknown|BLOB_UNKNOWN/i,
  },
  {
    cause: 'unsupported',
    text: /is no longer supported since containerd|(?:unsupported|unexpected) media ?type|schema ?1 .*support/i,
  },
  { cause: 'disk', text: /no space left on device|disk quota exceeded/i },
  { cause: 'node', text: /snapshot \S+ does not exist|dial unix / },
  { cause: 'provider', text: /credential provider plugin/i },
  { cause: 'unavailable', text: /unexpected status code https?:\/\/\S+: 403 Server failed to authenticate/i },
  { cause: 'firewall', text: /is not allowed access|aka\.ms\/acr\/firewall/i },
  { cause: 'firewall', text: token('(?:anonymous|oauth)', '403') },
  { cause: 'firewall', text: /status (?:code )?from \S+ (?:request to \S+)?:? ?\(?403\b/i },
  { cause: 'no-repository', text: /name unknown|NAME_UNKNOWN|repository name not known/i },
  { cause: 'no-manifest', text: /manifest unknown|MANIFEST_UNKNOWN|manifest for \S+ not found/i },
  { cause: 'not-found', text: /: not found\b/i },
  { cause: 'no-right', text: /insufficient_scope|requested access to the resource is denied/i },
  { cause: 'unknown-user', text: /Application not registered/i },
  { cause: 'credential', text: /Invalid clientid or client secret|AADSTS70002(?:15|22)\b/i },
  { cause: 'credential', text: token('oauth', '400|401') },
  { cause: 'node-limit', text: /pull QPS exceeded/i },
  { cause: 'throttled', text: /\b429 Too Many|toomanyrequests|status code from registry 429\b/i },
  {
    cause: 'unavailable',
    text: /\b(?:500 Internal Server|502 Bad Gateway|503 Service|504 Gateway)|status code from registry 5\d\d\b/i,
  },
  { cause: 'proxy', text: /proxyconnect|Proxy Authentication Required/i },
  { cause: 'dns', text: /no such host|server misbehaving|name resolution|\blookup \S+(?: on \S+)?: /i },
  { cause: 'untrusted', text: /x509: |\btls: |HTTP response to HTTPS client/i },
  {
    cause: 'unreachable',
    text: /i\/o timeout|deadline exceeded|Client\.Timeout|TLS handshake timeout|connection (?:refused|reset|timed out)|no route to host|network is unreachable|\bEOF\b|registry is unavailable/i,
  },
  { cause: 'anonymous', text: /failed to fetch anonymous token|no basic auth credentials/i },
  {
    cause: 'unauthorized',
    text: /unauthorized: |authentication required|\b401 Unauthorized|invalid username\/password|incorrect username/i,
  },
  { cause: 'node', text: /context canceled|Failed to inspect image/i },
]

export function causeOf(message: string): PullCause {
  return ROWS.find(({ text }) => text.test(message))?.cause ?? 'unknown'
}

// The texts that runtimes and the kubelet put before a cause, outermost first. The cause is at the end.
const WRAPPERS: readonly RegExp[] = [
  /^Back-off pulling image "[^"]*"(?:: |$)/,
  /^ErrImagePull:(?: |$)/,
  /^Failed to pull image "[^"]*": /,
  /^rpc error: code = \w+ desc = /,
  /^failed to pull and unpack image "[^"]*": /,
  /^failed to resolve (?:reference|image) "[^"]*": /,
  /^failed to copy: (?:httpReadSeeker: failed open: )?/,
  /^unable to pull image or OCI artifact: pull image err: /,
  /^initializing source \S+: /,
  /^Error response from daemon: /,
  /^failed to do request: /,
]

/** The part of a message that is not the same for every cause, up to its end; `''` if there is nothing else. */
export function detailOf(message: string): string {
  const wrapper = WRAPPERS.find(one => one.test(message))
  return wrapper === undefined ? message : detailOf(message.replace(wrapper, ''))
}

/** The names in the kubelet's `Unable to retrieve some image pull secrets (a, b); ...` (kubelet_pods.go). */
export function missingSecretsIn(message: string): readonly string[] {
  const [, names = ''] = /some image pull secrets \(([^)]*)\)/i.exec(message) ?? []
  return names
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

/**
 * Removes characters that a terminal would interpret, and the signature in the URL of a layer, which lets anybody
 * read the layer.
 */
export function cleanMessage(message: string): string {
  return message
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/([?&](?:sig|signature|token|code)=)[^&"\s]+/gi, '$1…')
    .trim()
}
