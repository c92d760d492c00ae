/** The Azure clouds that have, or had, container registries. */
export type Cloud = 'public' | 'china' | 'usgov' | 'germany'

const CLOUDS: Readonly<Record<string, Cloud>> = { io: 'public', cn: 'china', us: 'usgov', de: 'germany' }

/**
 * The host name that images of an ACR registry are pulled from: `contoso.azurecr.io`, with a domain name label
 * `contoso-a1b2c3.azurecr.io`, or regional `contoso.eastus2.geo.azurecr.io`.
 */
export interface LoginServer {
  /** Host without port, in lowercase. */
  readonly host: string
  /** The first label: the registry's name, with the hash where the registry has a domain name label. */
  readonly name: string
  readonly cloud: Cloud
  readonly region: string | undefined
  readonly port: number | undefined
  /** The registry's global login server. Equals `host` unless `host` is regional. */
  readonly registry: string
}

// Only one label may stand before azurecr. So `x.eastus.data.azurecr.io` (the blob endpoint, which needs no credential
// of its own) and `x.azurecr.io.example.com` (another owner) do not match.
const LOGIN_SERVER =
  /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.([a-z0-9]+)\.geo)?\.azurecr\.(io|cn|us|de)(?::(\d{1,5}))?$/i

/** Parses the domain of an image reference. Returns `undefined` if the domain is not an ACR login server. */
export function parseLoginServer(domain: string): LoginServer | undefined {
  const [, label, region, ending, port] = LOGIN_SERVER.exec(domain) ?? []
  const cloud = CLOUDS[ending?.toLowerCase() ?? '']
  if (label === undefined || ending === undefined || cloud === undefined) return undefined
  const name = label.toLowerCase()
  const registry = `${name}.azurecr.${ending.toLowerCase()}`
  return {
    host:
      region === undefined ? registry : `${name}.${region.toLowerCase()}.geo.azurecr.${ending.toLowerCase()}`,
    name,
    cloud,
    region: region?.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    registry,
  }
}

/**
 * Warnings about a login server, in words for the user. The kubelet compares hosts case-sensitively (kubelet
 * `keyring.go`). ACR registry names have at least five characters.
 */
export function loginServerWarnings(domain: string): readonly string[] {
  const server = parseLoginServer(domain)
  if (server === undefined) return []
  const doubts: string[] = []
  if (/[A-Z]/.test(domain))
    doubts.push(
      `${domain} has uppercase letters, and hosts are compared case-sensitively: write ${domain.toLowerCase()}`,
    )
  if (server.name.length < 5)
    doubts.push(`${domain} is too short for an ACR registry: their names have 5 to 50 characters`)
  return doubts
}
