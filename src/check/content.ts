import { CredentialError } from '../pull-secret/credential.ts'
import { parseDockerConfig } from '../pull-secret/docker-config.ts'
import type { StoredEntry } from '../pull-secret/docker-config.ts'
import type { FindingCode } from './finding.ts'
import type { KnownSecret } from './inventory.ts'

/** What the kubelet makes of a Secret (kubelet `secrets.go`). */
export type Content =
  | { readonly kind: 'entries'; readonly entries: readonly StoredEntry[] }
  /** The kubelet goes on without it. */
  | { readonly kind: 'ignored'; readonly fault: Fault }
  /** No image of the pod is pulled. */
  | { readonly kind: 'broken'; readonly fault: Fault }
  /** It is completed on its way to the cluster: encrypted, or with a placeholder. */
  | { readonly kind: 'veiled' }

export interface Fault {
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

export function contentOf({ type, fields }: KnownSecret): Content {
  const expected = FORMS[type]
  if (expected === undefined)
    return ignored(
      'wrong-type',
      `of type ${type}`,
      `it is of type ${type}, which the kubelet passes over`,
      `a pull secret is of type ${PREFIX}dockerconfigjson: delete it, for the type cannot change, and ${RECREATE}`,
    )
  const field = fields.get(expected.key)
  if (field === undefined)
    return ignored(
      'wrong-key',
      `without ${expected.key}`,
      `it has no ${expected.key}, and the kubelet reads nothing else of its type`,
      RECREATE,
    )
  const { text, isDecoded } = field
  if (!isDecoded)
    return isVeiled(text)
      ? { kind: 'veiled' }
      : broken(
          'unreadable-secret',
          `${expected.key} of its data is no base64, so that the API server refuses it`,
          'encode it, write it under stringData, or recreate it',
        )
  try {
    return { kind: 'entries', entries: parseDockerConfig(text, expected.form).entries }
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    if (isVeiled(text)) return { kind: 'veiled' }
    return faultOf(text, expected, error.message)
  }
}

function faultOf(text: string, { key, form }: Form, message: string): Content {
  const isTwice = isReadable(Buffer.from(text, 'base64').toString(), form)
  if (isTwice)
    return broken(
      'double-base64',
      `${key} is base64 of base64: the kubelet undoes it once, finds no JSON, and every pull of the pod fails`,
      'encode it once, write the JSON itself under stringData, or recreate it',
    )
  const consequence = message.includes('every pull of the pod fails') ? '' : ': every pull of the pod fails'
  return broken('unreadable-secret', `${message}${consequence}`, RECREATE)
}

function isReadable(text: string, form: Form['form']): boolean {
  try {
    parseDockerConfig(text, form)
    return true
  } catch (error) {
    if (error instanceof CredentialError) return false
    throw error
  }
}

/** Whether a text is one of SOPS, or holds a placeholder that something later in the pipeline fills in. */
function isVeiled(text: string): boolean {
  return /^ENC\[|\$\{|\$\(|\{\{|^\s*<[^>]*>\s*$/.test(text)
}

function ignored(code: FindingCode, brief: string, what: string, remedy: string): Content {
  return { kind: 'ignored', fault: { code, brief, what, remedy } }
}

function broken(code: FindingCode, what: string, remedy: string): Content {
  return { kind: 'broken', fault: { code, brief: 'unreadable', what, remedy } }
}
