import { UserError } from '../text/user-error.ts'
import { goJson, goString } from './go/go-json.ts'
import type { Json } from './go/go-json.ts'
import { checkAnnotations, checkLabels, checkNamespace, checkSecretName } from './checked-names.ts'
import { writeYaml } from './write-yaml.ts'

export interface SecretManifest {
  readonly name: string
  /** Absent for the namespace in which the user applies it. */
  readonly namespace?: string
  /** Secret. The text of `.dockerconfigjson`. */
  readonly dockerConfig: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly immutable: boolean
  /** Whether a hash of the content is appended to the name, as by kubectl's `--append-hash`. */
  readonly appendHash: boolean
}

/** A Kubernetes object. */
export type Manifest = { readonly [key: string]: Json }

export type ManifestFormat = 'yaml' | 'json'

const KEY = '.dockerconfigjson'
const TYPE = 'kubernetes.io/dockerconfigjson'
/** The API server's limit for a Secret's content, in bytes. */
const SIZE = 1024 * 1024

/**
 * Builds the Secret, with kubectl's keys in kubectl's order. Throws UserError for content that the API server would
 * refuse.
 */
export async function secretOf(manifest: SecretManifest): Promise<Manifest> {
  const { namespace, dockerConfig, labels, annotations, immutable } = manifest
  checkSecretName(manifest.name)
  if (namespace !== undefined) checkNamespace(namespace)
  checkLabels(labels)
  checkAnnotations(annotations)
  checkContent(dockerConfig)
  const name = manifest.appendHash ? await withHash(manifest) : manifest.name
  return {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: {
      name: checkSecretName(name),
      ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(immutable ? { immutable } : {}),
    data: { [KEY]: encode(dockerConfig) },
    type: TYPE,
  }
}

/** Appends kubectl's hash to the name: of name, type and content, and of `immutable` (kubectl `hash.go`). */
export async function withHash({
  name,
  dockerConfig,
  immutable,
}: Pick<SecretManifest, 'name' | 'dockerConfig' | 'immutable'>): Promise<string> {
  const hashed = [
    `"data":{"${KEY}":"${encode(dockerConfig)}"}`,
    ...(immutable ? ['"immutable":true'] : []),
    '"kind":"Secret"',
    `"name":${goString(name)}`,
    `"type":"${TYPE}"`,
  ]
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(`{${hashed.join(',')}}`))
  // Vowels, and digits that look like them, are replaced so that no word results.
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' }
  const hash = Buffer.from(digest).toString('hex').slice(0, 10)
  return `${name}-${hash.replaceAll(/[013ae]/g, digit => letters[digit] ?? digit)}`
}

/**
 * Writes objects as one text for `kubectl apply -f`: YAML documents separated by `---`, or JSON. In JSON, several
 * objects are the items of a List, so that the text is one JSON value.
 */
export function renderManifests(manifests: readonly Manifest[], format: ManifestFormat): string {
  if (format === 'yaml') return manifests.map(writeYaml).join('---\n')
  const [only, ...others] = manifests
  if (only !== undefined && others.length === 0) return `${goJson(only)}\n`
  return `${goJson({ kind: 'List', apiVersion: 'v1', metadata: {}, items: manifests })}\n`
}

function checkContent(dockerConfig: string): void {
  const size = Buffer.byteLength(dockerConfig)
  if (size > SIZE)
    throw new UserError(
      `the docker config is ${size} bytes long, but a Secret holds at most ${SIZE}`,
      'remove registries, or create several Secrets',
    )
  if (isJsonObject(dockerConfig)) return
  throw new UserError(
    'the docker config is not a JSON object, as the API server requires',
    'use a file such as ~/.docker/config.json',
  )
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64')
}
