import type { Surroundings } from '../io/sources.ts'
import {
  checkNamespace,
  checkSecretName,
  parseAnnotations,
  parseLabels,
} from '../pull-secret/checked-names.ts'
import type { SecretManifest } from '../pull-secret/secret.ts'
import { DEFAULT_SECRET } from '../inject/options.ts'
import { CallError } from './command.ts'
import { contentOf } from './secret-content.ts'
import type { ContentFlags } from './secret-content.ts'
import { expiryAnnotation, expiryNotes } from './secret-expiry.ts'
import { splitLists } from './values.ts'

export interface SecretFlags extends ContentFlags {
  readonly name: string | undefined
  readonly namespace: readonly string[] | undefined
  readonly label: readonly string[] | undefined
  readonly annotation: readonly string[] | undefined
  readonly immutable: boolean
  readonly appendHash: boolean
}

/** Secrets to print, and what to say of them on stderr. */
export interface SecretsWithNotes {
  readonly secrets: readonly SecretManifest[]
  readonly notes: readonly string[]
}

/** Throws CallError for flags that do not go together, CredentialError for what cannot be had. */
export async function makeSecrets(flags: SecretFlags, surroundings: Surroundings): Promise<SecretsWithNotes> {
  const { name = DEFAULT_SECRET, namespace, immutable, appendHash } = flags
  if (flags.dockerConfig === true && /[/\\]|\.json$/.test(name))
    throw new CallError(
      `"${name}" stands where the Secret's name does`,
      `Did you mean this? --docker-config=${name}`,
    )
  // All that can be wrong here is told before any credential is asked for.
  checkSecretName(name)
  const namespaces = [...new Set(splitLists(namespace ?? []))].map(checkNamespace)
  const labels = parseLabels(splitLists(flags.label ?? []))
  const given = parseAnnotations(flags.annotation ?? [])
  const { dockerConfig, entries, notes } = await contentOf(flags, surroundings)
  const annotations = { ...given, ...expiryAnnotation(entries) }
  const secret = { name, dockerConfig, labels, annotations, immutable, appendHash }
  const secrets = namespaces.length === 0 ? [secret] : namespaces.map(one => ({ ...secret, namespace: one }))
  return { secrets, notes: [...notes, ...expiryNotes(entries)] }
}
