import { DockerConfigError, parseDockerConfig } from '../../pull-secret/docker-config.ts'
import type { DockerConfig, StoredEntry } from '../../pull-secret/docker-config.ts'
import type { FindingCode } from '../finding.ts'
import { nameResource } from '../../manifest/resource.ts'
import { mayHoldPlaceholder } from '../../text/placeholder.ts'
import type { KnownSecret, PlacedGeneratedSecret } from '../inventory/inventory.ts'

/** How the kubelet reads a Secret (kubelet `secrets.go`). */
export type Content =
  | {
      readonly kind: 'entries'
      readonly entries: readonly StoredEntry[]
      /** Whether a manifest contains the docker config unencoded. */
      readonly isClear: boolean
      /** Why there is no entry, if the reason is known. */
      readonly emptiness?: string
    }
  /** The kubelet ignores the Secret. */
  | { readonly kind: 'ignored'; readonly fault: ContentFault }
  /** The kubelet pulls no image of the pod. */
  | { readonly kind: 'broken'; readonly fault: ContentFault }
  /** A later step of the pipeline completes the content: it is encrypted, or has a placeholder. */
  | { readonly kind: 'encrypted' }

export interface ContentFault {
  readonly code: FindingCode
  readonly brief: string
  readonly what: string
  readonly remedy: string
}

interface Form {
  readonly key: string
  readonly form: 'dockerconfigjson' | 'dockercfg'
}

const PREFIX = 'kubernetes.io/'
const FORMS: Readonly<Record<string, Form>> = {
  [`${PREFIX}dockerconfigjson`]: { key: '.dockerconfigjson', form: 'dockerconfigjson' },
  [`${PREFIX}dockercfg`]: { key: '.dockercfg', form: 'dockercfg' },
}
const RECREATE = 'recreate it'
const REFUSED = 'the API server rejects the Secret'

/** The fault of a Secret that a controller generates, as far as the resource shows it. */
export function faultOfGenerated({
  name,
  creator,
  type,
  typeAt,
  keys,
}: PlacedGeneratedSecret): ContentFault | undefined {
  const who = nameResource(creator)
  const expected = type === undefined ? undefined : FORMS[type]
  if (type !== undefined && expected === undefined)
    return {
      code: 'wrong-type',
      brief: `of type ${type}`,
      what: `${who} creates ${name} of type ${type}, and a pull secret is of type ${PREFIX}dockerconfigjson`,
      remedy: `set ${typeAt ?? 'its type'} to ${PREFIX}dockerconfigjson, and delete ${name} once: the type of a Secret cannot change`,
    }
  if (expected === undefined || keys === undefined || keys.includes(expected.key)) return undefined
  return {
    code: 'wrong-key',
    brief: `without ${expected.key}`,
    what: `${who} creates ${name} without ${expected.key}, the only key that is read of its type`,
    remedy: `add the key ${expected.key}`,
  }
}

export function contentOf({ identity: { name }, type, fields, place }: KnownSecret): Content {
  const expected = FORMS[type]
  if (expected === undefined)
    return ignored(
      'wrong-type',
      `of type ${type}`,
      `${name} is of type ${type}, and a pull secret is of type ${PREFIX}dockerconfigjson`,
      `delete it and ${RECREATE}: the type of a Secret cannot change`,
    )
  const field = fields.get(expected.key)
  if (field === undefined)
    return ignored(
      'wrong-key',
      `without ${expected.key}`,
      `${name} has no ${expected.key}, the only key that is read of its type`,
      RECREATE,
    )
  const { text, isDecoded, isClear = false, found } = field
  if (found !== undefined)
    return broken(
      'unreadable-secret',
      `${expected.key} of ${name} is ${found}, not a string: ${REFUSED}`,
      isClear
        ? `write "${expected.key}: |", and the JSON on the lines below it, or ${RECREATE}`
        : 'write the JSON itself as a string under stringData, or recreate it',
    )
  if (!isDecoded)
    return isEncrypted(text)
      ? { kind: 'encrypted' }
      : broken(
          'unreadable-secret',
          `${expected.key} in the data of ${name} is not base64: ${REFUSED}`,
          'encode it, write it under stringData, or recreate it',
        )
  // No program of a pipeline replaces placeholders in base64, or in an object that is already in a cluster.
  const isOpen = isClear || (place !== undefined && /^\s*<[^>]*>\s*$/.test(text))
  try {
    const { entries, ...rest } = parseDockerConfig(text, expected.form)
    if (isOpen && entries.some(({ server }) => isEncrypted(server))) return { kind: 'encrypted' }
    const emptiness = whyEmpty(entries, rest, expected)
    return { kind: 'entries', entries, isClear, ...(emptiness === undefined ? {} : { emptiness }) }
  } catch (error) {
    if (!(error instanceof DockerConfigError)) throw error
    if (isOpen && isEncrypted(text)) return { kind: 'encrypted' }
    return faultOf(name, text, expected, error)
  }
}

function faultOf(name: string, text: string, { key, form }: Form, error: DockerConfigError): Content {
  const consequence = error.refusedBy === 'api-server' ? REFUSED : 'every pull of the pod fails'
  const isTwice = isReadable(Buffer.from(text, 'base64').toString(), form)
  if (isTwice)
    return broken(
      'double-base64',
      `${key} of ${name} is encoded twice, and not JSON once it is decoded: ${consequence}`,
      'encode it once, write the JSON itself under stringData, or recreate it',
    )
  const cause = error.message.replace(/^the docker config/, `the docker config of ${name}`)
  return broken(
    'unreadable-secret',
    cause.includes(consequence) ? cause : `${cause}: ${consequence}`,
    RECREATE,
  )
}

/** Why a docker config has no entries. */
function whyEmpty(
  entries: readonly StoredEntry[],
  { credsStore, credHelpers, unwrapped = [] }: Omit<DockerConfig, 'entries'>,
  { form }: Form,
): string | undefined {
  if (form === 'dockercfg')
    return entries.some(({ server }) => server === 'auths')
      ? 'it has "auths" around its entries, which the old form (.dockercfg) has not'
      : undefined
  if (entries.length > 0) return undefined
  if (unwrapped.length > 0) return `its entry for ${unwrapped.join(', ')} has no "auths" around it`
  return credsStore !== undefined || Object.keys(credHelpers).length > 0
    ? 'it names only a credential helper, which is a program of the machine that it comes from'
    : 'its "auths" are empty'
}

function isReadable(text: string, form: Form['form']): boolean {
  try {
    parseDockerConfig(text, form)
    return true
  } catch (error) {
    if (error instanceof DockerConfigError) return false
    throw error
  }
}

/** Whether a text is encrypted by SOPS, or has a placeholder. */
function isEncrypted(text: string): boolean {
  return text.startsWith('ENC[') || mayHoldPlaceholder(text)
}

function ignored(code: FindingCode, brief: string, what: string, remedy: string): Content {
  return { kind: 'ignored', fault: { code, brief, what, remedy } }
}

function broken(code: FindingCode, what: string, remedy: string): Content {
  return { kind: 'broken', fault: { code, brief: 'unreadable', what, remedy } }
}
