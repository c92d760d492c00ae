import { UsageError } from '../../text/user-error.ts'
import { bareNameNote } from '../../image/bare-name.ts'
import { gatherCredentials } from '../../io/credentials/credentials.ts'
import type { CredentialSource } from '../../io/credentials/credentials.ts'
import { readSecretFile } from '../../io/credentials/secret-text.ts'
import type { InputContext } from '../../io/sources/sources.ts'
import type { AuthEntry } from '../../pull-secret/credential.ts'
import { parseDockerConfig, withoutUser, writeDockerConfig } from '../../pull-secret/docker-config.ts'
import { normalizeServer } from '../../pull-secret/server.ts'
import { promptedPassword, plainPasswordWarning, sourceOf } from '../shared/credentials/credential-flags.ts'
import type { CommandContext } from '../shared/context.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import type { ContentValues } from './flags.ts'

/** The content of a Secret, and messages about it for stderr. */
export interface SecretContent {
  readonly dockerConfig: string
  readonly entries: readonly AuthEntry[]
  readonly notices: readonly Notice[]
}

/**
 * The content of a Secret from the flags of a call. Throws UsageError for conflicting flags, and CredentialError if a
 * credential is not available.
 */
export async function secretContent(
  values: ContentValues,
  servers: readonly string[],
  context: CommandContext,
): Promise<SecretContent> {
  if (values.fromFile !== undefined) return contentOfFile(values.fromFile, context)
  const usesKubectlFlags = [values.dockerServer, values.dockerUsername, values.dockerPassword].some(
    one => one !== undefined,
  )
  const [hosts, source] = usesKubectlFlags
    ? kubectlSource(values, servers, context)
    : [servers, sourceOf(values, context)]
  const entries = await gatherCredentials(source, hosts, context)
  const plain =
    values.password !== undefined
      ? '--password'
      : values.dockerPassword !== undefined
        ? '--docker-password'
        : ''
  const notices = [
    ...(plain === '' ? [] : [plainPasswordWarning(plain)]),
    ...entries.flatMap(({ credential: { note } }) => (note === undefined ? [] : [warning(note)])),
    ...unconfirmedNames(values, usesKubectlFlags ? undefined : source.kind),
  ]
  return { dockerConfig: writeDockerConfig(entries), entries, notices }
}

/**
 * A note about registries that the program did not contact. Other sources confirm that a registry exists: by a login,
 * or by an entry of a docker config.
 */
function unconfirmedNames(
  values: ContentValues,
  source: CredentialSource['kind'] | undefined,
): readonly Notice[] {
  const note = source === 'pair' || source === 'service-principal' ? bareNameNote(values.registry) : undefined
  return note === undefined ? [] : [{ severity: 'note', message: note }]
}

/**
 * The hosts and the credential from kubectl's flags. As in `kubectl create secret docker-registry`, server, user and
 * password are required.
 */
function kubectlSource(
  values: ContentValues,
  named: readonly string[],
  context: CommandContext,
): readonly [servers: readonly string[], source: CredentialSource] {
  const { dockerServer, dockerUsername: username, dockerPassword, dockerEmail: email, passwordStdin } = values
  const servers = dockerServer === undefined ? named : [normalizeServer(dockerServer)]
  const text = dockerPassword === undefined ? undefined : ({ kind: 'text', text: dockerPassword } as const)
  const asked = username === undefined ? undefined : promptedPassword(username, context)
  const password = text ?? asked ?? (passwordStdin ? ({ kind: 'stdin' } as const) : undefined)
  if (username === undefined || password === undefined)
    throw new UsageError(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    )
  return [servers, { kind: 'pair', username, password, ...(email === undefined ? {} : { email }) }]
}

/**
 * kubectl's `--from-file=[.dockerconfigjson=]PATH`: the bytes of the file, with warnings about what the kubelet
 * ignores.
 */
async function contentOfFile(argument: string, { cwd }: InputContext): Promise<SecretContent> {
  const path = argument.replace(/^\.dockerconfigjson=/, '')
  const dockerConfig = await readSecretFile(path, cwd)
  const { entries, credsStore, credHelpers } = parseDockerConfig(dockerConfig)
  const tokens = entries
    .filter(({ identityToken }) => identityToken !== undefined)
    .map(({ server }) => server)
  const notices = tokens.map(server =>
    warning(
      `the kubelet ignores the identity token for ${withoutUser(server)}; --docker-config=${path} exchanges it for a user and password`,
    ),
  )
  if (credsStore !== undefined || Object.keys(credHelpers).length > 0)
    notices.push(
      warning(`the kubelet does not use the credential helper of ${path}; --docker-config=${path} does`),
    )
  return { dockerConfig, entries: [], notices }
}

function warning(message: string): Notice {
  return { severity: 'warning', message }
}
