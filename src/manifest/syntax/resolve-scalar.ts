import { Fault } from './cursor.ts'
import type { Scalar } from './node.ts'
import type { Token } from './token.ts'

const STANDARD = 'tag:yaml.org,2002:'
const BINARY = `${STANDARD}binary`
const NULL = `${STANDARD}null`
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])

/** The tag handles that YAML and `%TAG` directives define. */
export class TagHandles {
  readonly #prefixes = new Map([['!!', STANDARD]])

  add({ text }: Token): void {
    const [, handle, prefix] = /^%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+(\S+)/.exec(text) ?? []
    if (handle !== undefined && prefix !== undefined) this.#prefixes.set(handle, prefix)
  }

  /** Expands a tag; `!` alone does not change. Throws a Fault for an undefined handle. */
  resolve({ text, start }: Token): string {
    const [, verbatim] = /^!<(.*)>$/.exec(text) ?? []
    if (verbatim !== undefined) return verbatim
    const [, handle = '!', suffix = ''] = /^(![\w-]*!|!)(.*)$/.exec(text) ?? []
    if (handle === '!' && !this.#prefixes.has(handle)) return text
    const prefix = this.#prefixes.get(handle)
    if (prefix === undefined)
      throw new Fault(
        start,
        `the tag ${text} begins with a handle that no %TAG line defines`,
        'remove the tag',
      )
    return prefix + decodeUriOrKeep(suffix)
  }
}

function decodeUriOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Builds the scalar of a token as goyaml.v2 does (`resolve.go`): resolves null, and decodes base64. */
export function scalarOf(
  { start, end, text, style }: Token,
  tag: string | undefined,
  offset: number,
): Scalar {
  const isNull = tag === undefined ? style === 'plain' && NULLS.has(text) : tag === NULL
  return {
    type: 'scalar',
    start: start + offset,
    end: end + offset,
    text: tag === BINARY ? Buffer.from(text, 'base64').toString() : text,
    quote: style === 'plain' || style === 'block' ? '' : style,
    block: style === 'block',
    isNull,
  }
}

/** The empty scalar after an offset, and after white space on that line. */
export function emptyScalar(text: string, after: number, tag: string | undefined, offset: number): Scalar {
  let at = after
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return scalarOf({ type: 'scalar', start: at, end: at, text: '', style: 'plain' }, tag, offset)
}
