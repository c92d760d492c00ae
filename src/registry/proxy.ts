import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { urlToHttpOptions } from 'node:url'

type Fetch = typeof globalThis.fetch
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for an https URL by the variables that curl knows: `https_proxy` or `all_proxy`, in capitals too, and
 * `no_proxy`, a list of hosts (each with all names below it, if wanted with a port), or `*`.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  if (url.protocol !== 'https:' || isExempt(url, variable(env, 'no_proxy'))) return undefined
  const proxy = variable(env, 'https_proxy') || variable(env, 'all_proxy')
  if (proxy === '') return undefined
  const address = proxy.includes('://') ? proxy : `http://${proxy}`
  if (URL.canParse(address) && /^https?:/.test(address)) return new URL(address)
  throw codedError('ERR_INVALID_PROXY') // the address itself may hold a password
}

/** `fetch`, or where a proxy is set a tunnel through it that follows no redirect; for Node's own fetch knows no proxy. */
export function fetchThroughProxy(env: Environment, direct: Fetch = globalThis.fetch): Fetch {
  return async (input, init) => {
    const proxy = proxyFor(new URL(input instanceof Request ? input.url : input), env)
    if (proxy === undefined) return direct(input, init)
    const request = new Request(input, init)
    const body = Buffer.from(await request.arrayBuffer())
    // A Request's own signal follows this one only as long as the Request is not collected.
    const signal = init?.signal ?? request.signal
    try {
      return await askThrough(await tunnel(proxy, request.url, signal), request, body, signal)
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  }
}

function variable(env: Environment, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim()
}

function isExempt({ hostname, port }: URL, list: string): boolean {
  return list.split(/[\s,]+/).some(entry => {
    const [, name = '', only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (entry === '*') return true
    return (
      name !== '' &&
      (hostname === name || hostname.endsWith(`.${name}`)) &&
      (only === undefined || only === (port || '443'))
    )
  })
}

function tunnel(proxy: URL, url: string, signal: AbortSignal): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const target = `${hostname}:${port || '443'}`
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const authorization =
    user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
  return new Promise((resolve, reject) => {
    const ask = proxy.protocol === 'https:' ? httpsRequest : httpRequest
    ask({
      ...urlToHttpOptions(proxy),
      auth: null,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
      signal,
    })
      .once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket) => {
        if (statusCode >= 200 && statusCode < 300) return resolve(socket)
        socket.destroy()
        reject(codedError(`PROXY_ANSWERED_${statusCode}`))
      })
      .once('response', response => {
        response.destroy()
        reject(codedError('PROXY_REFUSED'))
      })
      .once('error', reject)
      .end()
  })
}

function askThrough(
  socket: Socket,
  { url, method, headers }: Request,
  body: Buffer,
  signal: AbortSignal,
): Promise<Response> {
  const { hostname } = new URL(url)
  return new Promise((resolve, reject) => {
    httpsRequest(url, {
      method,
      headers: Object.fromEntries(headers),
      defaultPort: 443,
      createConnection: () => tlsConnect({ socket, servername: hostname }),
      signal,
    })
      .once('response', message => resolve(responseOf(message)))
      .once('error', reject)
      .end(body)
  })
}

function responseOf(message: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(message.headersDistinct))
    for (const value of values) headers.append(name, value)
  const status = message.statusCode ?? 0
  return new Response(status === 204 || status === 304 ? null : message, { status, headers })
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
