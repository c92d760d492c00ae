import { Option } from 'clipanion'
import { CallError } from './command.ts'
import { CREDENTIAL_FLAGS, credentialOptions, isGiven } from './credential-options.ts'
import type { CredentialFlags } from './credential-options.ts'
import { TransformCommand } from './transform-command.ts'

/** A transformation that can bring the pull secret itself along. */
export abstract class CredentialTransformCommand extends TransformCommand implements CredentialFlags {
  withSecret = Option.Boolean('--with-secret', false, {
    description: 'put the pull secret itself in front, of one of these credentials:',
  })
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

  /** Throws CallError where the secret would go anywhere but to stdout, or stdin is wanted twice. */
  protected checkSecretFlags(): void {
    if (!this.withSecret) return refuseUnused(this)
    const others = {
      '--in-place': this.inPlace,
      '--diff': this.diff,
      '--check': this.check,
      '--stream': this.stream,
    }
    const [other] = Object.entries(others).flatMap(([name, isUsed]) => (isUsed ? [name] : []))
    if (other !== undefined)
      throw new CallError(
        `--with-secret cannot be used with ${other}`,
        other === '--stream'
          ? 'A Secret goes in front of workloads that would be written by then.'
          : 'The credential goes to stdout and nowhere else.',
      )
    const readsStdin = this.kustomize === undefined && (this.filename?.includes('-') ?? true)
    if (this.passwordStdin && readsStdin)
      throw new CallError(
        'stdin holds the manifests and cannot hold the password, too',
        'Use --password-file or --password-env.',
      )
  }
}

/** A credential without --with-secret would be dropped, and the user believe that the Secret is there. */
function refuseUnused(flags: CredentialFlags): void {
  const names = [...Object.values(CREDENTIAL_FLAGS), 'tenant'] as const
  if (names.some(name => isGiven(flags[name])))
    throw new CallError('a credential is given, and nothing to use it for', 'Add --with-secret.')
}
