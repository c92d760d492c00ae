/** What the kubelet compares of a URL. */
export interface GoUrl {
  /** With the port, as written. */
  readonly host: string
  /** Empty or from "/" on, without percent-encoding. */
  readonly path: string
}

// What Go's net/url lets stand in a host; percent-encoding in hosts is for zones of IPv6 addresses alone.
const HOST = /^[\w.~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}-]*$/u
const USER = /^[\w.~!$&'()*+,;=:%@-]*$/

/** A URL as Go's `url.Parse` takes it apart when "https://" stands before `text`; `undefined` where Go has an error. */
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

/** Host and port apart as by Go's `net.SplitHostPort`, and where that has an error, all as the host. */
export function splitPort(host: string): readonly [host: string, port: string] {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(host) ?? []
  return port === undefined ? [host, ''] : [bracketed ?? plain ?? '', port]
}
