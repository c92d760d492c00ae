import { parseLoginServer } from '../image/login-server.ts'

/** The role that allows pulls in ABAC mode, where AcrPull has no effect (ACR, repository permissions). */
const READER = 'Container Registry Repository Reader'

/** The role to assign, in words for a user who may not know the registry's mode. */
export const ROLES = `the role AcrPull, or ${READER} where the registry assigns roles by repository (ABAC)`

/**
 * The role to assign if the registry accepts the identity but denies the pull. AcrPull in ABAC mode has that effect.
 */
export function rolesOfKnownIdentity(host: string): string {
  const name = registryName(host)
  const command =
    name === undefined ? '' : `; 'az acr show --name ${name} --query roleAssignmentMode' shows which`
  return `the role ${READER} if the registry assigns roles by repository (ABAC), else AcrPull${command}`
}

/** The name of a registry, without the hash of its domain name label. */
export function registryName(host: string): string | undefined {
  return parseLoginServer(host)?.name.split('-')[0]
}
