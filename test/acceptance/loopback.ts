import { createServer } from 'node:http'
import { listen } from '../registry/loopback.ts'
import { ANSWERS, INPUTS } from './inputs.ts'

export interface Loopback {
  readonly address: string
  stop(): void
}

/** A server on loopback with the files of the rows, which is as much of an API server as they need. */
export async function startLoopback(): Promise<Loopback> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1')
    const answer = ANSWERS[pathname]
    const file = INPUTS[pathname.slice(1)]
    if (answer !== undefined)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    else if (file !== undefined) response.end(file)
    else {
      const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
  })
  const port = await listen(server)
  return {
    address: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
