import { BlockList, isIP, isIPv6 } from 'node:net'
import { hostOf, portOf } from './address.ts'

/**
 * The environment names a proxy that cannot be used. The error does not repeat the address, which may contain a
 * password.
 */
export class InvalidProxyError extends Error {
  readonly code = 'ERR_INVALID_PROXY'
  readonly variable: string

  constructor(variable: string) {
    super('ERR_INVALID_PROXY')
    this.variable = variable
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for a server, by the rules of Go's `golang.org/x/net/http/httpproxy`, which kubectl and docker use:
 * HTTPS_PROXY or HTTP_PROXY, uppercase before lowercase; none for loopback addresses or for hosts in NO_PROXY.
 * ALL_PROXY is ignored. Throws InvalidProxyError.
 */
export function proxyFor(server: URL, env: Environment): URL | undefined {
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const proxy = valueOf(env, name)
  if (proxy === '' || isLoopback(hostOf(server)) || isExempt(server, valueOf(env, 'NO_PROXY')))
    return undefined
  const address = proxy.includes('://') ? proxy : `http://${proxy}`
  if (URL.canParse(address) && /^(?:https?|socks5h?):/.test(address)) return new URL(address)
  throw new InvalidProxyError(name)
}

function valueOf(env: Environment, name: string): string {
  return (env[name] || env[name.toLowerCase()] || '').trim()
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isExempt(server: URL, list: string): boolean {
  return list
    .split(',')
    .map(entry => entry.trim().toLowerCase())
    .some(entry => entry !== '' && (entry === '*' || matches(entry, hostOf(server), portOf(server))))
}

function matches(entry: string, host: string, port: string): boolean {
  const [, network = '', bits] = /^([\da-f.:]+)\/(\d+)$/.exec(entry) ?? []
  if (isIP(network) !== 0) return isWithin(host, network, Number(bits))
  const [, name = '', only = port] = isIPv6(entry) ? ['', entry] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? [])
  if (only !== port) return false
  const domain = name.replace(/^\*?\.?/, '')
  // `.example.com` matches subdomains only; `example.com` matches the domain itself too.
  return host.endsWith(`.${domain}`) || (domain === name && host === name)
}

function isWithin(host: string, network: string, bits: number): boolean {
  if (isIP(host) === 0 || bits > (isIPv6(network) ? 128 : 32)) return false
  const list = new BlockList()
  list.addSubnet(network, bits, family(network))
  return list.check(host, family(host))
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
