import { Fault } from './cursor.ts'
import type { Scalar } from './node.ts'
import type { Token } from './token.ts'

const STANDARD = 'tag:yaml.org,2002:'
const BINARY = `${STANDARD}binary`
const NULL = `${STANDARD}null`
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])

/** What `%TAG` lines, and YAML itself, say that tags begin with. */
export class TagHandles {
  readonly #prefixes = new Map([['!!', STANDARD]])

  add({ text }: Token): void {
    const [, handle, prefix] = /^%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+(\S+)/.exec(text) ?? []
    if (handle !== undefined && prefix !== undefined) this.#prefixes.set(handle, prefix)
  }

  /** A tag in full; `!` alone stays what it is. Throws a Fault for one whose handle is not declared. */
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
    return prefix + decodeURIComponentSafely(suffix)
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The scalar of a token, read as goyaml.v2 does (`resolve.go`): what is null, and what is written in base64. */
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

/** What stands where nothing is written, behind white space on its line. */
export function emptyScalar(text: string, behind: number, tag: string | undefined, offset: number): Scalar {
  let at = behind
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return scalarOf({ type: 'scalar', start: at, end: at, text: '', style: 'plain' }, tag, offset)
}
