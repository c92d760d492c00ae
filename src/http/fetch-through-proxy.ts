import { STATUS_CODES, request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { urlToHttpOptions } from 'node:url'
import { hostOf, portOf } from './address.ts'
import { headersOf } from './agent-transport.ts'
import { codedError } from './network-error.ts'
import { proxyFor } from './proxy.ts'
import type { Environment } from './proxy.ts'

type Fetch = typeof globalThis.fetch

/**
 * Wraps `fetch`, since Node's own supports no proxy. If the environment names a proxy, sends one request through it
 * and follows no redirect. https requests use a CONNECT tunnel, http requests the absolute form, and a SOCKS proxy
 * resolves the host name.
 */
export function fetchThroughProxy(env: Environment, direct: Fetch = globalThis.fetch): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const proxy = proxyFor(url, env)
    if (proxy === undefined) return direct(input, init)
    const request = new Request(input, init)
    const body = Buffer.from(await request.arrayBuffer())
    // The signal of a Request stops following `init.signal` once the Request is garbage-collected.
    const signal = init?.signal ?? request.signal
    try {
      if (!proxy.protocol.startsWith('socks') && url.protocol === 'http:')
        return await sendToProxy(proxy, request, body, signal)
      const open = proxy.protocol.startsWith('socks') ? openSocks : openTunnel
      return await sendOver(await open(proxy, url, signal), request, body, signal)
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  }
}

function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
}

/** Opens a tunnel by CONNECT (RFC 9110, 9.3.6). */
function openTunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${portOf(url)}`
  return new Promise((resolve, reject) => {
    const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
    send({
      ...urlToHttpOptions(proxy),
      auth: null,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyAuthorization(proxy) },
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

async function openSocks(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const { SocksClient } = await import('socks')
  const password = decodeURIComponent(proxy.password)
  const opened = SocksClient.createConnection({
    command: 'connect',
    proxy: {
      host: hostOf(proxy),
      port: Number(proxy.port || '1080'),
      type: 5,
      ...(proxy.username === '' ? {} : { userId: decodeURIComponent(proxy.username), password }),
    },
    destination: { host: hostOf(url), port: Number(portOf(url)) },
  })
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(codedError('ABORTED')), { once: true }),
  )
  try {
    return (await Promise.race([opened, aborted])).socket
  } catch {
    // A connection that opens after the abort is closed. The package's own error is not rethrown: it repeats the
    // options, with the password.
    opened.then(({ socket }) => socket.destroy()).catch(() => {})
    throw codedError(signal.aborted ? 'ABORTED' : 'PROXY_REFUSED')
  }
}

/** Sends the request to the proxy in absolute form (RFC 9112, 3.2.2). */
function sendToProxy(
  proxy: URL,
  { url, method, headers }: Request,
  body: Buffer,
  signal: AbortSignal,
): Promise<Response> {
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    send({
      ...urlToHttpOptions(proxy),
      auth: null,
      method,
      path: url,
      headers: { ...Object.fromEntries(headers), host: new URL(url).host, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
    })
      .once('response', message => {
        if (message.statusCode !== 407) return resolve(responseOf(message))
        message.destroy()
        reject(codedError('PROXY_ANSWERED_407'))
      })
      .once('error', reject)
      .end(body)
  })
}

function sendOver(
  socket: Socket,
  { url, method, headers }: Request,
  body: Buffer,
  signal: AbortSignal,
): Promise<Response> {
  const address = new URL(url)
  const isSecure = address.protocol === 'https:'
  const send = isSecure ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    send(url, {
      method,
      headers: Object.fromEntries(headers),
      defaultPort: isSecure ? 443 : 80,
      createConnection: () => (isSecure ? tlsConnect({ socket, servername: hostOf(address) }) : socket),
      signal,
    })
      .once('response', message => resolve(responseOf(message)))
      .once('error', reject)
      .end(body)
  })
}

function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0
  const headers = headersOf(message)
  const statusText = STATUS_CODES[status] ?? ''
  return new Response(status === 204 || status === 304 ? null : message, { status, statusText, headers })
}
