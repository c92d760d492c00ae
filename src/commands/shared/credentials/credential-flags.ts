import { printable } from '../../../report/printable.ts'
import type { CommandContext } from '../context.ts'
import type { Notice } from '../terminal/notice.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'
import { UsageError } from '../../../text/user-error.ts'
import type { CredentialSource, PasswordSource } from '../../../io/credentials/credentials.ts'
import { flagGroup, optionalTextFlag, textFlag, switchFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'

/** The flags for the credential of `secret` and `inject --with-secret`. */
export const credentialFlags = flagGroup('Credential', {
  username: textFlag(
    '--username',
    'user `NAME` of a token, service principal (client ID) or admin user; without a password, asks for it at a terminal',
  ),
  password: textFlag(
    '--password',
    '`PASSWORD` of --username, which other users of the machine can see; --password-stdin hides it',
    { isSecret: true },
  ),
  passwordStdin: switchFlag('--password-stdin', 'read the password of --username from stdin', {
    isSecret: true,
  }),
  passwordFile: textFlag('--password-file', 'read the password of --username from `FILE`', {
    isSecret: true,
  }),
  passwordEnv: textFlag('--password-env', 'read the password of --username from environment variable `VAR`', {
    isSecret: true,
  }),
  servicePrincipal: switchFlag(
    '--service-principal',
    'use the service principal in AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
  ),
  azureLogin: switchFlag(
    '--azure-login',
    'use a Microsoft Entra login, such as that of az login, for a token of about three hours',
  ),
  audience: textFlag('--audience', 'request the Entra token for `AUDIENCE` instead of ACR'),
  tenant: textFlag('--tenant', '`ID` of the Entra tenant to log in to'),
  dockerConfig: optionalTextFlag(
    '--docker-config',
    'use what docker login or az acr login stored, in `PATH` or the default docker config',
  ),
})

export type CredentialValues = ValuesOf<typeof credentialFlags>

/** The flags that name a credential or belong to one kind of credential, for rules of other flags. */
export const CREDENTIAL_NAMES = [
  '--username',
  '--password',
  '--password-stdin',
  '--password-file',
  '--password-env',
  '--service-principal',
  '--azure-login',
  '--audience',
  '--docker-config',
]

/** Refuses settings of a login without a login. `others`: other flags that use these settings. */
export function loginRule(...others: readonly string[]): FlagRule {
  return {
    flags: ['--audience', '--tenant'],
    unless: ['--azure-login', ...others],
    message: flag => `${flag} is for a login to Microsoft Entra`,
    remedy: 'Add --azure-login.',
  }
}

const ADVICE = 'Use one of --username, --service-principal, --azure-login and --docker-config.'

/**
 * The credential source that the flags name. A missing password, or one from stdin at a terminal, is prompted for.
 * Throws UsageError for no source, several sources, and a user name or password without the other.
 */
export function sourceOf(values: CredentialValues, context: CommandContext): CredentialSource {
  const { username, servicePrincipal, azureLogin, audience, tenant, dockerConfig } = values
  const password = passwordOf(values, context)
  const sources: CredentialSource[] = []
  if (username !== undefined && password !== undefined) sources.push({ kind: 'pair', username, password })
  else if (username !== undefined)
    throw new UsageError(
      '--username needs a password',
      'Add --password-stdin, --password-file or --password-env.',
    )
  else if (password !== undefined) throw new UsageError('a password needs --username', 'Add --username NAME.')
  if (servicePrincipal) sources.push({ kind: 'service-principal' })
  if (azureLogin)
    sources.push({
      kind: 'azure-login',
      ...(audience === undefined ? {} : { audience }),
      ...(tenant === undefined ? {} : { tenant }),
    })
  if (dockerConfig !== undefined)
    sources.push({ kind: 'docker-config', ...(dockerConfig === true ? {} : { path: dockerConfig }) })
  const [source, another] = sources
  if (source === undefined) throw new UsageError('no credential is given', ADVICE)
  if (another !== undefined) throw new UsageError('more than one credential is given', ADVICE)
  return source
}

/** Whether the password comes from stdin, piped or typed. */
export function needsPasswordFromStdin(values: CredentialValues): boolean {
  const { username, password, passwordStdin, passwordFile, passwordEnv } = values
  const isGivenElsewhere = [password, passwordFile, passwordEnv].some(one => one !== undefined)
  return passwordStdin || (username !== undefined && !isGivenElsewhere)
}

/** A password that the user types at a prompt; `undefined` unless stdin and stderr are terminals. */
export function promptedPassword(username: string, context: CommandContext): PasswordSource | undefined {
  if (!context.isTerminal.stdin || !context.isTerminal.stderr) return undefined
  const question = `Password for ${printable(username)}: `
  const ask = async (): Promise<string> =>
    (await import('../../../io/stdio/password-prompt.ts')).askPassword(question, context)
  return { kind: 'asked', ask }
}

function passwordOf(values: CredentialValues, context: CommandContext): PasswordSource | undefined {
  const { username, password, passwordStdin, passwordFile, passwordEnv } = values
  const asked = username === undefined ? undefined : promptedPassword(username, context)
  const sources: PasswordSource[] = []
  if (password !== undefined) sources.push({ kind: 'text', text: password })
  if (passwordStdin) sources.push(asked ?? { kind: 'stdin' })
  if (passwordFile !== undefined) sources.push({ kind: 'file', path: passwordFile })
  if (passwordEnv !== undefined) sources.push({ kind: 'variable', name: passwordEnv })
  if (sources.length > 1) throw new UsageError('more than one password is given', 'Keep one of them.')
  return sources[0] ?? asked
}

/** The warning about flags that expose a password to others. */
export function plainPasswordWarning(flag: string): Notice {
  return {
    severity: 'warning',
    message: `other users of this machine can see the password of ${flag}, and the shell keeps it; --password-stdin avoids both`,
  }
}
