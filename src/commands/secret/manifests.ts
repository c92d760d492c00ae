import { UsageError } from '../../text/user-error.ts'
import type { CommandContext } from '../shared/context.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import {
  checkNamespace,
  checkSecretName,
  parseAnnotations,
  parseLabels,
} from '../../pull-secret/checked-names.ts'
import type { SecretManifest } from '../../pull-secret/secret-manifest.ts'
import { expiryAnnotation, expiryNotes } from '../shared/credentials/expiry-notes.ts'
import { secretContent } from './secret-content.ts'
import type { SecretValues } from './flags.ts'
import type { SecretTarget } from './target.ts'

/** Secrets to print, and messages about them for stderr. */
export interface SecretsWithNotices {
  readonly secrets: readonly SecretManifest[]
  readonly notices: readonly Notice[]
}

/**
 * Creates the Secrets of a call, one per namespace. Throws UsageError for conflicting flags, and CredentialError if a
 * credential is not available.
 */
export async function makeSecrets(
  values: SecretValues,
  { name, servers }: SecretTarget,
  context: CommandContext,
): Promise<SecretsWithNotices> {
  const { namespace, immutable, appendHash } = values
  if (values.dockerConfig === true && /[/\\]|\.json$/.test(name))
    throw new UsageError(
      `"${name}" is in the place of the Secret's name`,
      `Did you mean this? --docker-config=${name}`,
    )
  // All names are checked before any credential is requested.
  checkSecretName(name)
  const namespaces = [...new Set(namespace)].map(checkNamespace)
  const labels = parseLabels(values.label)
  const given = parseAnnotations(values.annotation)
  const { dockerConfig, entries, notices } = await secretContent(values, servers, context)
  const annotations = { ...given, ...expiryAnnotation(entries) }
  const secret = { name, dockerConfig, labels, annotations, immutable, appendHash }
  const secrets = namespaces.length === 0 ? [secret] : namespaces.map(one => ({ ...secret, namespace: one }))
  return { secrets, notices: [...notices, ...expiryNotes(entries)] }
}
