import { UserError } from '../text/user-error.ts'
import { parseLoginServer } from '../image/login-server.ts'
import type { Cloud } from '../image/login-server.ts'

/** The key of Docker Hub. All programs know only this form. */
const DOCKER_HUB = 'https://index.docker.io/v1/'
const DOCKER_HOSTS = ['docker.io', 'index.docker.io']

// distribution/reference: domain name or IPv4 address, or IPv6 address in brackets.
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/
const PATH = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/
const BARE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)?$/
const REGIONAL_WILDCARD = /^([a-z0-9-]+)\.\*(\.geo\.azurecr\.(?:io|cn|us|de))$/
const INSIDE_ACR = /(?:^|\.)azurecr\.(?:io|cn|us|de)(?:\.|$)/

const ENDINGS: Readonly<Record<Cloud, string>> = { public: 'io', china: 'cn', usgov: 'us', germany: 'de' }

/**
 * Normalizes a server that a user typed to a key of `auths`: without scheme, `/v1/` or `/v2/`, trailing slash and
 * uppercase letters. A port stays, since the kubelet compares it. Throws UserError for a server that no image can
 * name, and for one that would send the credential to other owners. The text may contain a credential. The error
 * quotes only a text that cannot.
 */
export function normalizeServer(text: string): string {
  if (text.includes('@'))
    throw new UserError(
      'the server contains a user name or a digest ("@")',
      'use the host alone, such as contoso.azurecr.io',
    )
  const [, authority = '', rest = ''] = /^(?:https?:\/\/)?([^/]*)(.*)$/is.exec(text.trim()) ?? []
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/s.exec(authority.toLowerCase()) ?? []
  const path = rest.replace(/^\/v[12](?=\/|$)/, '').replaceAll(/^\/+|\/+$/g, '')
  if (DOCKER_HOSTS.includes(host)) return path === '' ? DOCKER_HUB : `docker.io/${path}`
  checkHost(text, host, port)
  checkAcrHost(host)
  if (path !== '' && !PATH.test(path))
    throw new UserError(`the path of the server "${text}" is not a repository`, `use the host alone: ${host}`)
  const ends = port === undefined ? '' : `:${Number(port)}`
  return `${host}${ends}${path === '' ? '' : `/${path}`}`
}

/**
 * Like normalizeServer, but without port 443 at a login server: `host` and `host:443` are one registry with one
 * credential.
 */
export function serverOfRegistry(text: string): string {
  const server = normalizeServer(text)
  const [, host = '', path = ''] = /^([^/]*):443(\/.*)?$/.exec(server) ?? []
  return isAcr(host) ? `${host}${path}` : server
}

function checkHost(text: string, host: string, port: string | undefined): void {
  const refuse = (remedy: string): never => {
    const isPlain = !/:(?!\/\/|\d+(?:\/|$))/.test(text) // a ":" that does not begin a port may precede a password
    throw new UserError(`the server${isPlain ? ` "${text}"` : ''} cannot be the host of an image`, remedy)
  }
  if (host === '') refuse('name a host such as contoso.azurecr.io')
  if (REGIONAL_WILDCARD.test(host)) return
  if (host.includes('*'))
    refuse('name one registry: with a "*", the kubelet would send the password to the registries of others')
  if (!HOST.test(host)) refuse('name only a host, such as contoso.azurecr.io')
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) refuse('use a port from 1 to 65535')
  if (host.startsWith('[') && port === undefined)
    refuse('add the port: without one the kubelet finds no IPv6 address')
  if (!/[.:]/.test(host) && host !== 'localhost' && port === undefined)
    refuse(`an image's host has a "." or a port: do you mean ${host}.azurecr.io?`)
}

function checkAcrHost(host: string): void {
  if (isAcr(host)) return
  if (host === 'mcr.microsoft.com' || host.endsWith('.data.mcr.microsoft.com'))
    throw new UserError(`${host} is public`, 'remove it: its images need no pull secret')
  if (!INSIDE_ACR.test(host)) return
  const [, name, ending] = /^([^.]+)\..*\.?azurecr\.(io|cn|us|de)$/.exec(host) ?? []
  throw new UserError(
    `${host} is not the login server of a registry`,
    name === undefined
      ? 'use the login server that `az acr show --query loginServer` prints'
      : `use the login server instead, probably ${name}.azurecr.${ending}`,
  )
}

function isAcr(host: string): boolean {
  return parseLoginServer(host) !== undefined || REGIONAL_WILDCARD.test(host)
}

export interface RegistryChoice {
  /** A registry name or a host, with a port where its images have one. */
  readonly registry: string
  /** For a registry name; a host names its cloud. */
  readonly cloud?: Cloud
  /** Regions whose regional hosts also get the credential: `eastus2`, or `East US 2`. */
  readonly regions?: readonly string[]
}

/** The hosts that a registry's images are pulled from. The first is the one to log in to. Throws UserError. */
export function serversOf({ registry, cloud, regions = [] }: RegistryChoice): readonly string[] {
  const name = registry.trim().toLowerCase()
  const bare = BARE_NAME.test(name) && name !== 'localhost'
  const server = normalizeServer(bare ? `${name}.azurecr.${ENDINGS[cloud ?? 'public']}` : registry)
  if (server.includes('/') && server !== DOCKER_HUB)
    throw new UserError(
      `the registry "${registry}" has a path`,
      `use the host alone: ${server.slice(0, server.indexOf('/'))}`,
    )
  const login = parseLoginServer(server)
  if (cloud !== undefined && login !== undefined && login.cloud !== cloud)
    throw new UserError(
      `${server} is in the cloud ${login.cloud} and not in ${cloud}`,
      `remove --cloud, or use the registry's short name`,
    )
  if (regions.length === 0) return [server]
  if (login === undefined)
    throw new UserError(
      `${server} is not a login server of ACR, so it has no regional hosts`,
      'remove --regions',
    )
  const regional = regions.map(
    region => `${login.name}.${parseRegion(region)}.geo.azurecr.${ENDINGS[login.cloud]}`,
  )
  return [...new Set([server, ...regional])]
}

function parseRegion(text: string): string {
  const region = text.toLowerCase().replaceAll(' ', '')
  if (/^[a-z0-9]+$/.test(region)) return region
  throw new UserError(`"${text}" is not an Azure region`, 'use names such as eastus2, separated by commas')
}
