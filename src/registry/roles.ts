import { parseLoginServer } from '../image/login-server.ts'

/** The one role that pulls from a registry of ABAC mode, where AcrPull counts for nothing (ACR, repository permissions). */
const READER = 'Container Registry Repository Reader'

/** What to assign, for a person who may not know how the registry assigns roles. */
export const ROLES = `the role AcrPull, or ${READER} where the registry assigns roles by repository (ABAC)`

/** The same where the registry knows the identity and gives it nothing, which is what AcrPull comes to in ABAC mode. */
export function rolesOfKnownIdentity(host: string): string {
  const name = registryName(host)
  const look =
    name === undefined ? '' : `; 'az acr show --name ${name} --query roleAssignmentMode' shows which`
  return `the role ${READER} if the registry assigns roles by repository (ABAC), else AcrPull${look}`
}

/** The name of a registry, without the hash of a domain name label. */
export function registryName(host: string): string | undefined {
  return parseLoginServer(host)?.name.split('-')[0]
}
