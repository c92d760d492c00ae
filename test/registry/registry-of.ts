import { answerWith, challenging, refusing, token } from './plain-registry.ts'
import type { Listener } from './plain-registry.ts'

export const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

export const granted: Listener = (asked, response, request) => {
  const scope = new URL(asked.path, 'https://x').searchParams.get('scope') ?? ''
  const [type, name, ...actions] = scope.split(':')
  answerWith(200, { access_token: token({ access: [{ type, name, actions }] }) })(asked, response, request)
}

export const manifest: Listener = ({ method }, response) => {
  response
    .writeHead(200, {
      'content-type': 'application/vnd.oci.image.index.v1+json',
      'docker-content-digest': DIGEST,
    })
    .end(method === 'HEAD' ? '' : '{}')
}

/** A registry as ACR is one, that answers for tokens and manifests as it is told. */
export function registryOf(parts: { readonly token?: Listener; readonly manifest?: Listener }): Listener {
  const { token: forTokens = granted, manifest: forManifests = manifest } = parts
  return challenging((asked, response, request) => {
    if (asked.path.startsWith('/oauth2/token?')) return forTokens(asked, response, request)
    if (asked.path.includes('/manifests/')) return forManifests(asked, response, request)
    return refusing(404, 'PAGE', 'no page')(asked, response, request)
  })
}
