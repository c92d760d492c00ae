import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { DAYS, keptCertificates } from '../kept-certificates.ts'

/** Starts a server on a free port of this machine, and tells the port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

export interface Certificate {
  /** A folder with `ca.crt`, as skopeo wants it. */
  readonly folder: string
  readonly certificate: string
  readonly key: string
}

/** A self-signed certificate for localhost and 127.0.0.1, by openssl: for each name another one. */
export function makeCertificate(openssl: string, name = 'first'): Certificate {
  const folder = keptCertificates(openssl, `self-signed-${name}`, run => {
    const names = 'subjectAltName=DNS:localhost,DNS:*.azurecr.io,IP:127.0.0.1'
    const kind = `req -x509 -newkey rsa:2048 -nodes -days ${DAYS} -subj /CN=localhost -addext`.split(' ')
    run(...kind, names, ...'-keyout private.pem -out ca.crt'.split(' '))
  })
  const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8')
  return { folder, certificate: textOf('ca.crt'), key: textOf('private.pem') }
}

/** A `fetch` that trusts one certificate, which the process's own learns only when it starts; all hosts are this machine. */
export function fetchTrusting({ certificate }: Certificate, port: number): typeof fetch {
  const agent = new Agent({ ca: certificate, keepAlive: true })
  return async (input, init) => {
    const question = new Request(input, init)
    const body = Buffer.from(await question.arrayBuffer())
    const { host, hostname, pathname, search } = new URL(question.url)
    return new Promise((resolve, reject) => {
      httpsRequest({
        agent,
        host: '127.0.0.1',
        port,
        servername: hostname,
        path: pathname + search,
        method: question.method,
        headers: { ...Object.fromEntries(question.headers), host },
      })
        .once('response', message => {
          const headers = new Headers()
          for (const [name, values = []] of Object.entries(message.headersDistinct))
            for (const value of values) headers.append(name, value)
          resolve(new Response(message, { status: message.statusCode ?? 0, headers }))
        })
        .once('error', reject)
        .end(body)
    })
  }
}

export interface Proxy {
  readonly port: number
  /** Each host with its port, and what authorization came with it. */
  readonly asked: readonly string[]
  stop(): void
}

/** A proxy that connects, whatever the host, to one port of this machine; or answers as `status` says. */
export async function startProxy(target: number, status = 200): Promise<Proxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.end())
  server.on('connection', socket => sockets.add(socket))
  server.on('connect', (request, socket: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const through = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(through).pipe(socket)
    })
    sockets.add(through)
    return through.on('error', () => socket.destroy())
  })
  const port = await listen(server)
  return {
    port,
    asked,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
