/**
 * An image reference, taken apart by the grammar of distribution/reference:
 *
 *     reference  := name [ ":" tag ] [ "@" digest ]
 *     name       := [ domain "/" ] repository
 *     domain     := host [ ":" port ]      the first component, when it holds "." or ":" or a capital, or is "localhost"
 *     repository := component { "/" component }
 *
 * The parts are cut, not validated: a manifest may hold `contoso.azurecr.io/app:${TAG}`, which something later in the
 * pipeline completes, and the registry that it is pulled from is known all the same.
 */
export interface ImageReference {
  /** Host and optional port as written, or `undefined` if the container runtime supplies its default registry. */
  readonly domain: string | undefined
  readonly repository: string
  readonly tag: string | undefined
  /** Algorithm and hash: `sha256:...`. */
  readonly digest: string | undefined
}

const DOMAIN = /[.:A-Z]|^localhost$/

export function parseReference(text: string): ImageReference {
  const slash = text.indexOf('/')
  const first = text.slice(0, Math.max(slash, 0))
  const domain = DOMAIN.test(first) && !first.includes('@') ? first : undefined
  const rest = domain === undefined ? text : text.slice(slash + 1)
  const [name = '', ...digest] = rest.split('@')
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  return {
    domain,
    repository: colon < 0 ? name : name.slice(0, colon),
    tag: colon < 0 ? undefined : name.slice(colon + 1),
    digest: digest.length === 0 ? undefined : digest.join('@'),
  }
}
