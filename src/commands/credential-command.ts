import { AcrCommand } from './command.ts'
import { credentialOptions } from './credential-options.ts'
import type { CredentialFlags } from './credential-options.ts'

/** A verb that takes a credential. */
export abstract class CredentialCommand extends AcrCommand implements CredentialFlags {
  username = credentialOptions.username()
  password = credentialOptions.password()
  passwordStdin = credentialOptions.passwordStdin()
  passwordFile = credentialOptions.passwordFile()
  passwordEnv = credentialOptions.passwordEnv()
  servicePrincipal = credentialOptions.servicePrincipal()
  azureLogin = credentialOptions.azureLogin()
  audience = credentialOptions.audience()
  tenant = credentialOptions.tenant()
  dockerConfig = credentialOptions.dockerConfig()
}
