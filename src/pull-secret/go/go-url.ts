/** The parts of a URL that the kubelet compares. */
export interface GoUrl {
  /** With the port, as written. */
  readonly host: string
  /** Empty, or the path from "/" on, without percent-encoding. */
  readonly path: string
}

// Characters that Go's net/url allows in a host. It allows percent-encoding only in zones of IPv6 addresses.
const HOST = /^[\w.~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}-]*$/u
const USER = /^[\w.~!$&'()*+,;=:%@-]*$/

/** Parses "https://" followed by `text` as Go's `url.Parse` does; `undefined` if Go returns an error. */
export function parseSchemeless(text: string): GoUrl | undefined {
  if (/\p{Cc}/u.test(text)) return undefined
  const [beforeFragment = ''] = text.split('#', 1)
  const [beforeQuery = ''] = beforeFragment.split('?', 1)
  const slash = beforeQuery.indexOf('/')
  const authority = slash < 0 ? beforeQuery : beforeQuery.slice(0, slash)
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (!USER.test(authority.slice(0, Math.max(at, 0))) || !HOST.test(host) || !hasGoodPort(host))
    return undefined
  try {
    return { host, path: slash < 0 ? '' : decodeURIComponent(beforeQuery.slice(slash)) }
  } catch {
    return undefined
  }
}

function hasGoodPort(host: string): boolean {
  if (host.startsWith('[')) return /^\[.*\](?::\d*)?$/s.test(host)
  return !host.includes(':') || /:\d*$/.test(host)
}

/** Splits host and port as Go's `net.SplitHostPort` does. If Go returns an error, the whole text is the host. */
export function splitPort(host: string): readonly [host: string, port: string] {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(host) ?? []
  return port === undefined ? [host, ''] : [bracketed ?? plain ?? '', port]
}
