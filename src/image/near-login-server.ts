import { parseLoginServer } from './login-server.ts'
import { parseReference } from './reference.ts'

/** An image whose registry is nearly a login server of ACR. */
export interface NearLoginServer {
  /** The fault, as a sentence. */
  readonly what: string
  /** The corrected reference, if the fix is obvious. */
  readonly meant?: string
}

const TEXT = /azurecr/i
const LABEL = String.raw`[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?`
// contoso.azurecr.com, contoso.azurecr, contoso.azurecr.io.azurecr.io
const OTHER_ENDING = new RegExp(String.raw`^(${LABEL})\.azurecr(?:\.[a-z]+|\.io\.azurecr\.io)?$`, 'i')
// contoso-azurecr.io, contosoazurecr.io
const WITHOUT_DOT = /^([a-z0-9-]+?)-?azurecr\.(io|cn|us|de)$/i
// contoso.data.azurecr.io, contoso.privatelink.azurecr.io, contoso.eastus2.azurecr.io
const MORE_LABELS = new RegExp(String.raw`^(${LABEL})\.[a-z0-9.-]+\.azurecr\.(io|cn|us|de)$`, 'i')
const ENDING = /^azurecr\.(io|cn|us|de)$/i

/**
 * Finds a host that is nearly a login server of ACR, so that the kubelet asks another host. A host below another
 * owner's domain, such as `contoso.azurecr.io.example.com` of a mirror, does not count.
 */
export function nearLoginServer(reference: string): NearLoginServer | undefined {
  if (!TEXT.test(reference)) return undefined
  const { domain, repository } = parseReference(reference)
  if (domain === undefined) {
    if (parseLoginServer(repository) === undefined) return undefined
    return {
      what: `${reference} has no repository behind its registry, so it is read as an image of Docker Hub`,
    }
  }
  if (parseLoginServer(domain) !== undefined) return undefined
  const [host = ''] = domain.split(':')
  const behind = reference.slice(domain.length + 1)
  if (ENDING.test(host)) {
    const slash = behind.indexOf('/')
    const meant = `${behind.slice(0, Math.max(slash, 0))}.${host.toLowerCase()}`
    return near(host, meant, behind.slice(slash + 1))
  }
  const [, name, cloud = 'io'] =
    WITHOUT_DOT.exec(host) ?? MORE_LABELS.exec(host) ?? OTHER_ENDING.exec(host) ?? []
  return name === undefined ? undefined : near(host, `${name}.azurecr.${cloud}`, behind)
}

function near(host: string, meant: string, behind: string): NearLoginServer {
  const server = parseLoginServer(meant)?.host
  return {
    what: `${host} is not the login server of an Azure container registry (NAME.azurecr.io)`,
    ...(server === undefined ? {} : { meant: `${server}/${behind}` }),
  }
}
