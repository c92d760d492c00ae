import type { CredentialSource, PasswordSource } from '../io/credentials.ts'
import { CallError } from './command.ts'
import type { CredentialFlags } from './credential-options.ts'

const ADVICE =
  'Give one of --username with --password-stdin, --service-principal, --azure-login and --docker-config.'

/** The one source that the flags name. Throws CallError for none or several, and for half of one. */
export function sourceOf(flags: CredentialFlags): CredentialSource {
  const { username, servicePrincipal, azureLogin, audience, tenant, dockerConfig } = flags
  const password = passwordOf(flags)
  const sources: CredentialSource[] = []
  if (username !== undefined && password !== undefined) sources.push({ kind: 'pair', username, password })
  else if (username !== undefined) throw new CallError('--username needs a password', 'Add --password-stdin.')
  else if (password !== undefined) throw new CallError('a password needs --username', 'Add --username NAME.')
  if (servicePrincipal) sources.push({ kind: 'service-principal' })
  if (azureLogin)
    sources.push({
      kind: 'azure-login',
      ...(audience === undefined ? {} : { audience }),
      ...(tenant === undefined ? {} : { tenant }),
    })
  if (dockerConfig !== undefined && dockerConfig !== false)
    sources.push({
      kind: 'docker-config',
      ...(typeof dockerConfig === 'string' ? { path: dockerConfig } : {}),
    })
  const [source, another] = sources
  if (source === undefined) throw new CallError('no credential is given', ADVICE)
  if (another !== undefined) throw new CallError('more than one credential is given', ADVICE)
  return source
}

function passwordOf({
  password,
  passwordStdin,
  passwordFile,
  passwordEnv,
}: CredentialFlags): PasswordSource | undefined {
  const sources: PasswordSource[] = []
  if (password !== undefined) sources.push({ kind: 'text', text: password })
  if (passwordStdin) sources.push({ kind: 'stdin' })
  if (passwordFile !== undefined) sources.push({ kind: 'file', path: passwordFile })
  if (passwordEnv !== undefined) sources.push({ kind: 'variable', name: passwordEnv })
  if (sources.length > 1) throw new CallError('more than one password is given', 'Keep one of them.')
  return sources[0]
}

/** What to tell of flags that put a password where others can read it. */
export function plainPasswordWarning(flag: string): string {
  return `a password behind ${flag} is seen by other users of this machine and kept by the shell; --password-stdin avoids both`
}
