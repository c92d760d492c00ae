import { renderManifests, secretOf } from '../../src/pull-secret/secret-manifest.ts'
import type { ManifestFormat, SecretManifest } from '../../src/pull-secret/secret-manifest.ts'

/** Writes Secrets as one text. */
export async function renderSecrets(
  secrets: readonly SecretManifest[],
  format: ManifestFormat,
): Promise<string> {
  return renderManifests(await Promise.all(secrets.map(secretOf)), format)
}
