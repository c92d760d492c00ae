import { request as httpRequest } from 'node:http'
import type { Agent, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createGunzip } from 'node:zlib'
import type { Transport } from './request.ts'

/** A transport over an HTTP agent, which holds client certificates and the proxy. Decompresses gzip. */
export function agentTransport(agent: Agent): Transport {
  return async (url, { method = 'GET', headers = {} }, signal) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = open(url, { method, agent, signal })
      for (const [name, value] of Object.entries({ 'accept-encoding': 'gzip', ...headers }))
        request.setHeader(name, value)
      request.once('response', resolve).once('error', reject).end()
    })
    return {
      status: message.statusCode ?? 0,
      headers: headersOf(message),
      body: decompressed(message),
      cancel: () => message.destroy(),
    }
  }
}

/** The headers of a message. A repeated header keeps all its values. */
export function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(message.headersDistinct))
    for (const value of values) headers.append(name, value)
  return headers
}

function decompressed(message: IncomingMessage): AsyncIterable<Uint8Array> {
  if (message.headers['content-encoding'] !== 'gzip') return message
  const body = message.pipe(createGunzip())
  // pipe() does not pass errors of the source on to the destination.
  message.once('error', error => body.destroy(error))
  return body
}
