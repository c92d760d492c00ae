/**
 * The tokens of libyaml (`scannerc.go` of goyaml.v2). Tokens `block-*` and `key` can have no width, if the text only
 * implies them.
 */
export type TokenType =
  | 'document-start'
  | 'document-end'
  | 'directive'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'end'

export type ScalarStyle = 'plain' | "'" | '"' | 'block'

export interface Token {
  readonly type: TokenType
  readonly start: number
  readonly end: number
  /** The value of a scalar, the name of an anchor or alias, the source of a tag or directive. */
  readonly text: string
  readonly style: ScalarStyle
}
