import * as fc from 'fast-check'
import { isFields } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'

/** One of the ways in which a person, or a tool, writes YAML. */
export interface Style {
  readonly step: number
  /** By how much the dash of a list stands in from its key. */
  readonly dashIndent: number
  readonly gap: string
  readonly eol: string
  readonly keyQuote: string
  /** Comments before and behind things, and blank lines. */
  readonly comments: boolean
  /** From this depth on, collections are written in flow style. */
  readonly flowFrom: number
  readonly finalNewline: boolean
  readonly nullText: string
  readonly marker: string
  readonly byteOrderMark: boolean
}

export const styles: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(1, 2, 2, 2, 3, 4, 8),
  dashIndent: fc.constantFrom(0, 0, 2, 4),
  gap: fc.constantFrom(' ', ' ', '   '),
  eol: fc.constantFrom('\n', '\n', '\r\n', '\r'),
  keyQuote: fc.constantFrom('', '', '"', "'"),
  comments: fc.boolean(),
  flowFrom: fc.constantFrom(99, 99, 99, 1, 2, 4, 6),
  finalNewline: fc.boolean(),
  nullText: fc.constantFrom('', 'null'),
  marker: fc.constantFrom('---', '--- # Source: chart/x.yaml', '---  '),
  byteOrderMark: fc.boolean(),
})

/** A stream of documents in one style. */
export function writeStream(resources: readonly Fields[], style: Style): string {
  const documents = resources.map(resource => writeBlock(resource, style, 0, 0).join(style.eol))
  const separator = `${style.eol}${style.marker}${style.eol}`
  const comment = style.comments ? `# generated${style.eol}${style.eol}` : ''
  return (
    (style.byteOrderMark ? '\uFEFF' : '') +
    comment +
    documents.join(separator) +
    (style.finalNewline ? style.eol : '')
  )
}

/** The lines of a collection, the first one indented too. */
function writeBlock(value: Value, style: Style, indent: number, depth: number): string[] {
  const margin = ' '.repeat(indent)
  if (Array.isArray(value)) {
    return value.flatMap((item: Value) => {
      const inner = indent + 1 + style.gap.length
      if (!isBlock(item, style, depth + 1)) return [`${margin}-${style.gap}${writeInline(item, style)}`]
      const [first = '', ...lines] = writeBlock(item, style, inner, depth + 1)
      return [`${margin}-${style.gap}${first.slice(inner)}`, ...lines]
    })
  }
  if (!isFields(value)) return [margin + writeInline(value, style)]
  return Object.entries(value).flatMap(([key, inner], at) => {
    const name = margin + style.keyQuote + key + style.keyQuote
    const above = style.comments && at % 3 === 1 ? [`${margin}# about ${key}`] : []
    if (!isBlock(inner, style, depth + 1)) {
      const written = writeInline(inner, style)
      const behind = style.comments && at % 2 === 0 ? ' # behind' : ''
      return [...above, `${name}:${written === '' ? '' : ' '}${written}${behind}`]
    }
    const step = Array.isArray(inner) ? style.dashIndent : style.step
    return [...above, `${name}:`, ...writeBlock(inner, style, indent + step, depth + 1)]
  })
}

function isBlock(value: Value, style: Style, depth: number): boolean {
  if (depth >= style.flowFrom || value === null || typeof value !== 'object') return false
  return Object.keys(value).length > 0
}

function writeInline(value: Value, style: Style): string {
  if (value === null) return style.nullText
  if (Array.isArray(value)) return `[${value.map((item: Value) => writeFlow(item, style)).join(', ')}]`
  if (isFields(value))
    return `{${Object.entries(value)
      .map(([key, inner]) => `${style.keyQuote}${key}${style.keyQuote}: ${writeFlow(inner, style)}`)
      .join(', ')}}`
  return writeScalar(value)
}

function writeFlow(value: Value, style: Style): string {
  return value === null ? 'null' : writeInline(value, style)
}

function writeScalar(value: Value): string {
  return typeof value === 'string' && /^[a-z][-a-z0-9./]*(?::v\d)?$/.test(value) && value !== 'yes'
    ? value
    : JSON.stringify(value)
}
