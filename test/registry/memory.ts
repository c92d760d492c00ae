import { token } from './plain-registry.ts'
import { DIGEST } from './registry-of.ts'

export interface MemoryRegistries {
  /** Passwords by host and user: `contoso.azurecr.io/puller`; `''` as user for everybody. */
  readonly passwords: Readonly<Record<string, string>>
  /** `contoso.azurecr.io/web:1`. */
  readonly images: readonly string[]
  /** Hosts that no connection leads to. */
  readonly down?: readonly string[]
}

export interface Memory {
  readonly fetch: typeof globalThis.fetch
  /** `HOST USER` for each token that was asked for. */
  readonly logins: string[]
}

/** Registries in ACR's shape, without a network: all hosts, with users and images of their own. */
export function memoryRegistries({ passwords, images, down = [] }: MemoryRegistries): Memory {
  const logins: string[] = []
  return {
    logins,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input)
      const { host, pathname } = url
      if (down.includes(host)) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' })
      if (pathname === '/v2/') {
        const demand = `Bearer realm="https://${host}/oauth2/token",service="${host}"`
        return new Response('{}', { status: 401, headers: { 'www-authenticate': demand } })
      }
      if (pathname === '/oauth2/token') {
        const [, basic = ''] =
          /^Basic (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '') ?? []
        const [user = '', password = ''] = Buffer.from(basic, 'base64').toString().split(':')
        logins.push(`${host} ${user}`)
        if (passwords[`${host}/${user}`] !== password)
          return refuse(401, 'UNAUTHORIZED', 'Invalid clientid or client secret.')
        return Response.json({ access_token: token({}) })
      }
      const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(pathname) ?? []
      if (images.includes(`${host}/${repository}:${tag}`))
        return new Response('', { headers: { 'docker-content-digest': DIGEST } })
      return refuse(404, 'MANIFEST_UNKNOWN', `manifest tagged by "${tag}" is not found`)
    },
  }
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ errors: [{ code, message }] }, { status })
}
