/** The Azure clouds that have (or had) container registries, by the ending of the login server. */
export type Cloud = 'public' | 'china' | 'usgov' | 'germany'

const CLOUDS: Readonly<Record<string, Cloud>> = { io: 'public', cn: 'china', us: 'usgov', de: 'germany' }

/**
 * The host name under which a registry is pulled from: `contoso.azurecr.io`, with a domain name label
 * `contoso-a1b2c3.azurecr.io`, regional `contoso.eastus2.geo.azurecr.io`.
 */
export interface LoginServer {
  /** Host without port, in lower case. */
  readonly host: string
  /** The first label: the registry's name, with the hash of a domain name label. */
  readonly name: string
  readonly cloud: Cloud
  readonly region: string | undefined
  readonly port: number | undefined
  /** The login server of the whole registry: the host itself, unless it is regional. */
  readonly registry: string
}

// One label before azurecr, so that neither `x.eastus.data.azurecr.io` (blobs, no credential of its own)
// nor `x.azurecr.io.example.com` (another owner) is taken for a registry.
const LOGIN_SERVER =
  /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.([a-z0-9]+)\.geo)?\.azurecr\.(io|cn|us|de)(?::(\d{1,5}))?$/i

/** The login server that a reference's domain names, or `undefined` for every other registry. */
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
 * What is odd about a domain that is still a login server, for a note to the user: the kubelet compares hosts with
 * their capitals (kubelet `keyring.go`), and ACR gives no name of fewer than five characters.
 */
export function doubtsAbout(domain: string): readonly string[] {
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
