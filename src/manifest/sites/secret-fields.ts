import type { Identity } from '../resource.ts'
import { effectiveMembers, textOf, valueOf } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import { toJs } from '../syntax/to-js.ts'
import type { ResourceNode } from './resources.ts'
import { originOf } from './secret-copies.ts'

/** A Secret in a manifest. */
export interface ReadSecret {
  readonly identity: Identity
  /** 1-based line within the document's text. */
  readonly line: number
  /** The type; `Opaque` where the manifest has none. */
  readonly type: string
  readonly fields: ReadonlyMap<string, SecretField>
  /** The Secret whose content a controller copies over this one, by its annotations. */
  readonly copyOf?: { readonly namespace?: string; readonly name: string }
}

/** The value of one key of a Secret. */
export interface SecretField {
  /** 1-based line within the document's text. */
  readonly line: number
  /** Secret. The text that the API server stores; as written, where it is not base64. */
  readonly text: string
  /** False for a value of `data` that is not base64: the API server refuses it. */
  readonly isDecoded: boolean
  /** Whether the value is from `stringData`. A tool may still replace a placeholder in it. */
  readonly isClear?: true
  /** The type of a value that is not a string: the API server refuses it. */
  readonly found?: 'a mapping' | 'a list'
}

/**
 * Reads a resource as a Secret. `stringData` overrides `data`, as in the API server. Returns `undefined` for other
 * kinds.
 */
export function secretIn({ lines }: Syntax, { identity, node }: ResourceNode): ReadSecret | undefined {
  if (identity.group !== '' || identity.kind !== 'Secret') return undefined
  const fields = new Map<string, SecretField>()
  for (const key of ['data', 'stringData']) {
    for (const [name, { text, at, found }] of textsIn(valueOf(node, key))) {
      const decoded = key === 'data' ? decode(text) : text
      fields.set(name, {
        line: lines.number(at),
        text: decoded ?? text,
        isDecoded: decoded !== undefined,
        ...(key === 'stringData' ? { isClear: true as const } : {}),
        ...(found === undefined ? {} : { found }),
      })
    }
  }
  const type = textOf(valueOf(node, 'type')) || 'Opaque'
  const copyOf = originOf(toJs(valueOf(node, 'metadata') ?? node), identity.namespace)
  return {
    identity,
    line: lines.number(node.start),
    type,
    fields,
    ...(copyOf === undefined ? {} : { copyOf }),
  }
}

/** Keys with their strings and offsets. Null is an empty string. */
function textsIn(node: ReturnType<typeof valueOf>): readonly [name: string, found: FoundText][] {
  if (node?.type !== 'mapping') return []
  return effectiveMembers(node).flatMap(({ member }): readonly [string, FoundText][] => {
    const { key, value, start } = member
    if (value.type === 'scalar') return [[key, { text: textOf(value) ?? '', at: start }]]
    return [[key, { text: '', at: start, found: value.type === 'mapping' ? 'a mapping' : 'a list' }]]
  })
}

interface FoundText {
  readonly text: string
  /** An offset. */
  readonly at: number
  readonly found?: NonNullable<SecretField['found']>
}

// Base64 as Go's encoding/json reads it: with padding, and line breaks anywhere.
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function decode(text: string): string | undefined {
  const joined = text.replaceAll(/[\r\n]/g, '')
  return BASE64.test(joined) ? Buffer.from(joined, 'base64').toString() : undefined
}
