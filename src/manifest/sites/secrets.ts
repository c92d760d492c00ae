import type { Identity } from '../resource.ts'
import { membersInForce, textOf, valueOf } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import { plainValue } from '../syntax/plain-value.ts'
import type { ResourceNode } from './resources.ts'
import { originOf } from './secret-copies.ts'

/** A Secret as a manifest says it. */
export interface ReadSecret {
  readonly identity: Identity
  /** 1-based line within the document's text. */
  readonly line: number
  /** `Opaque` where the manifest gives none. */
  readonly type: string
  readonly fields: ReadonlyMap<string, SecretField>
  /** The Secret whose content a controller writes over this one's, as its annotations ask for it. */
  readonly copyOf?: { readonly namespace?: string; readonly name: string }
}

/** What a Secret holds at one key. */
export interface SecretField {
  /** 1-based line within the document's text. */
  readonly line: number
  /** Secret. What the API server stores; as written, where that is no base64. */
  readonly text: string
  /** False for a value of `data` that is no base64, which the API server refuses. */
  readonly isDecoded: boolean
  /** Of `stringData`: it is written in clear, so that something may still fill in a placeholder. */
  readonly isClear?: true
  /** What stands there instead of a text, which the API server refuses. */
  readonly found?: 'a mapping' | 'a list'
}

/** The Secret that a resource is, `stringData` written over `data` as the API server does; `undefined` for any other kind. */
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
  const copyOf = originOf(plainValue(valueOf(node, 'metadata') ?? node), identity.namespace)
  return {
    identity,
    line: lines.number(node.start),
    type,
    fields,
    ...(copyOf === undefined ? {} : { copyOf }),
  }
}

/** Keys with their texts, and where each stands; a null is an empty text. */
function textsIn(node: ReturnType<typeof valueOf>): readonly [name: string, found: FoundText][] {
  if (node?.type !== 'mapping') return []
  return membersInForce(node).flatMap(({ member }): readonly [string, FoundText][] => {
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

// Go's encoding/json: padded, with line ends anywhere.
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function decode(text: string): string | undefined {
  const joined = text.replaceAll(/[\r\n]/g, '')
  return BASE64.test(joined) ? Buffer.from(joined, 'base64').toString() : undefined
}
