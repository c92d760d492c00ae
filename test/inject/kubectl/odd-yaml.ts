import type { Random } from '../../manifest/fast-reader/mutation.ts'

/** A mapping as its pairs, so that a key can stand twice. */
type Pairs = readonly (readonly [key: string, value: Value])[]
type Value = string | null | readonly Value[] | { readonly pairs: Pairs }

/** Where a value is written: how far in its lines must stand, and whether in flow style. */
interface Place {
  readonly indent: number
  readonly isFlow: boolean
}

const IMAGES = [
  'contoso.azurecr.io/web:1',
  'fabrikam.azurecr.io/job@sha256:0',
  'nginx',
  'docker.io/library/redis:7',
]
const NAMES = ['hub', 'acr-secret', 'other-secret']
const WORDS = [
  'a',
  'b c',
  "it's",
  'x: y',
  '# no comment',
  '',
  'null',
  '---',
  '<<',
  'a\tb',
  'é',
  '[x',
  '{',
  '0x1F',
  'yes',
  '&a',
  '*',
  '!t',
  '%',
  '@',
  'a\nb',
]

/** Writes one Pod or Deployment, named after `index`, in ways that are read by kubectl or nearly so. */
export class OddYaml {
  readonly #random: Random
  #anchors: readonly string[] = []

  constructor(random: Random) {
    this.#random = random
  }

  document(index: number): string {
    this.#anchors = []
    const definitions = this.#once(3) ? this.#definitions() : ''
    const spec = { pairs: this.#podSpec() }
    const isPod = this.#once(2)
    const body: Pairs = [
      ['apiVersion', isPod ? 'v1' : 'apps/v1'],
      ['kind', isPod ? 'Pod' : 'Deployment'],
      ['metadata', { pairs: [['name', `r${index}`]] }],
      ['spec', isPod ? spec : { pairs: this.#twice([['template', { pairs: [['spec', spec]] }]]) }],
    ]
    const text = definitions + this.#block({ pairs: this.#twice(body) }, 0)
    const marked = this.#once(12) ? `---${this.#pick(['', ' # x', '\t'])}\n${text}` : text
    return this.#once(15) ? marked.replaceAll('\n', '\r\n') : marked
  }

  #once(times: number): boolean {
    return this.#random(times) === 0
  }

  #pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const choice = choices[this.#random(choices.length)]
    if (choice === undefined) throw new RangeError('nothing to pick from')
    return choice
  }

  #podSpec(): Pairs {
    const pairs: [string, Value][] = [
      ['containers', this.#some(this.#once(4) ? 2 : 1, () => this.#container())],
    ]
    if (this.#once(2)) pairs.push(['imagePullSecrets', this.#secrets()])
    if (this.#once(4)) pairs.push(['initContainers', [this.#container()]])
    if (this.#once(3)) pairs.push(['restartPolicy', 'Never'])
    if (this.#once(4)) pairs.push(['nodeSelector', { pairs: [['disk', this.#pick(WORDS)]] }])
    return this.#twice(this.#shuffled(pairs))
  }

  #container(): Value {
    const pairs: [string, Value][] = [
      ['name', 'c'],
      ['image', this.#pick(IMAGES)],
    ]
    if (this.#once(3)) pairs.push(['args', this.#some(1 + this.#random(2), () => this.#pick(WORDS))])
    return { pairs: this.#twice(this.#shuffled(pairs)) }
  }

  #secrets(): Value {
    if (this.#once(6)) return null
    return this.#some(this.#random(3), () => ({ pairs: [['name', this.#pick(NAMES)]] }))
  }

  #some<T>(count: number, make: () => T): readonly T[] {
    return Array.from({ length: count }, make)
  }

  #shuffled<T>(all: readonly T[]): readonly T[] {
    return this.#once(2) ? all.toReversed() : all
  }

  /** Sometimes with a pair once more, of another value; it stands before the others, and so does not count, or behind. */
  #twice(pairs: Pairs): Pairs {
    if (!this.#once(10)) return pairs
    const [key, value] = this.#pick(pairs)
    const other: Value = typeof value === 'string' ? this.#pick(IMAGES) : value
    return this.#once(2) ? [[key, other], ...pairs] : [...pairs, [key, value]]
  }

  /** Below a key that Kubernetes does not read: what aliases and merge keys repeat. */
  #definitions(): string {
    const definitions: readonly [string, Value][] = [
      ['image', this.#pick(IMAGES)],
      ['list', this.#secrets()],
      [
        'merged',
        { pairs: [this.#once(2) ? ['image', this.#pick(IMAGES)] : ['imagePullSecrets', this.#secrets()]] },
      ],
    ]
    const lines = definitions.map(([name, value]) => {
      const written = this.#flow(value, { indent: 2, isFlow: true })
      return `- &${name} ${written}\n`
    })
    this.#anchors = definitions.map(([name]) => name)
    return `x-definitions:\n${lines.join('')}`
  }

  /** Lines that stand `indent` deep. */
  #block(value: Value, indent: number): string {
    if (typeof value === 'object' && value !== null && 'pairs' in value)
      return this.#blockMapping(value.pairs, indent)
    if (Array.isArray(value) && value.length > 0) return this.#blockSequence(value, indent)
    return `${' '.repeat(indent)}${this.#scalarOrFlow(value, { indent, isFlow: false })}\n`
  }

  #blockMapping(pairs: Pairs, indent: number): string {
    const space = ' '.repeat(indent)
    const lines = pairs.map(([key, value]) => {
      const comment = this.#once(12) ? `${' '.repeat(this.#random(6))}# comment: [\n` : ''
      if (this.#once(25))
        return `${comment}${space}? ${this.#key(key)}\n${space}:${this.#valueOf(key, value, indent)}`
      return `${comment}${space}${this.#key(key)}${this.#once(15) ? ' ' : ''}:${this.#valueOf(key, value, indent)}`
    })
    if (this.#anchors.length > 0 && this.#once(4))
      lines.splice(this.#random(lines.length + 1), 0, space + this.#merge())
    return lines.join('')
  }

  #merge(): string {
    const key = this.#pick(['<<', '<<', '<<', '! "<<"', "!!merge '<<'", '!!str <<', '"<<"'])
    return `${key}: ${this.#pick(['*merged', '[*merged]', '{image: nginx}', '[{imagePullSecrets: []}, *merged]'])}\n`
  }

  /** Behind a colon, with the line end. */
  #valueOf(key: string, value: Value, indent: number): string {
    if (this.#anchors.length > 0 && this.#once(5)) {
      if (key === 'image') return ` *image${this.#gap()}\n`
      if (key === 'imagePullSecrets') return ` *list\n`
    }
    const isFull = typeof value === 'object' && value !== null && (!Array.isArray(value) || value.length > 0)
    if (!isFull || this.#once(6)) {
      const below = indent + 1 + this.#random(3)
      const place = { indent: indent + 1, isFlow: false }
      if (this.#once(12))
        return `${this.#gap()}\n${' '.repeat(below)}${this.#scalarOrFlow(value, { ...place, indent: below })}\n`
      return ` ${this.#scalarOrFlow(value, place)}\n`
    }
    const isIndentless = Array.isArray(value) && this.#once(2)
    const marks = this.#once(14) ? ` ${this.#pick(['&m', '!!map', '! ', '&m !!seq'])}` : ''
    return `${marks}${this.#gap()}\n${this.#block(value, isIndentless ? indent : indent + 1 + this.#random(3))}`
  }

  #gap(): string {
    return this.#once(12) ? this.#pick([' ', '\t', ' # comment', '  #', '\t# x']) : ''
  }

  #blockSequence(values: readonly Value[], indent: number): string {
    const space = ' '.repeat(indent)
    return values
      .map(value => {
        const gap = ' '.repeat(1 + (this.#once(6) ? this.#random(3) : 0))
        const inner = this.#block(value, indent + 1 + gap.length)
        const isFull = typeof value === 'object' && value !== null
        if (!isFull)
          return `${space}-${gap}${this.#scalarOrFlow(value, { indent: indent + 1, isFlow: false })}\n`
        if (this.#once(10)) return `${space}-${this.#gap()}\n${inner}`
        return /^ *[?#]/.test(inner) ? `${space}-\n${inner}` : `${space}-${gap}${inner.trimStart()}`
      })
      .join('')
  }

  #scalarOrFlow(value: Value, place: Place): string {
    const isScalar = value === null || typeof value === 'string'
    const written = isScalar ? this.#scalar(value, place) : this.#flow(value, place)
    const isOpen = /^[|>]/.test(written)
    const comment = !isOpen && this.#once(12) ? this.#pick([' # x', '#glued', '\t#x', ' ']) : ''
    return written + (comment === '#glued' && !/["'\]}]$/.test(written) ? '' : comment)
  }

  #flow(value: Value, place: Place): string {
    if (value === null || typeof value === 'string') return this.#scalar(value, { ...place, isFlow: true })
    const inner = { ...place, isFlow: true }
    const isList = Array.isArray(value)
    const parts = isList
      ? value.map((one: Value) => this.#flow(one, inner))
      : pairsOf(value).map(
          ([key, one]) =>
            `${this.#key(key)}:${this.#once(12) ? '\n' + this.#break(place) : ' '}${this.#flow(one, inner)}`,
        )
    const isBroken = this.#once(3)
    const gap = isBroken ? `${this.#once(6) ? ' # c' : ''}\n${this.#break(place)}` : this.#pick(['', '', ' '])
    const comma = `,${isBroken ? `\n${this.#break(place)}` : this.#pick([' ', ' ', '  ', '\t'])}`
    const last = parts.length > 0 && this.#once(8) ? ',' : ''
    return (isList ? '[' : '{') + gap + parts.join(comma) + last + gap + (isList ? ']' : '}')
  }

  /** What a line of a flow collection begins with: it may stand further left than YAML wants it, or behind tabs. */
  #break({ indent }: Place): string {
    return this.#pick([' '.repeat(indent + 2), ' '.repeat(indent), '', '\t', '  \t', ' '])
  }

  #key(key: string): string {
    if (this.#once(8))
      return this.#pick([`"${key}"`, `'${key}'`, `"${this.#escaped(key)}"`, `!!str ${key}`, `&k ${key}`])
    return key
  }

  #scalar(value: string | null, place: Place): string {
    if (value === null) return this.#pick(['null', '~', 'null', '!!null ""'])
    const isPlain =
      /^[a-z][\w./:@-]*$/i.test(value) &&
      !/^(?:null|yes)$/.test(value) &&
      !(place.isFlow && /[?]/.test(value))
    const mark = this.#once(12) ? this.#pick(['!!str ', '&s ', '! ', '&s !!str ', '!custom ']) : ''
    if (isPlain && !this.#once(4)) return mark + value
    const choice = this.#random(place.isFlow ? 4 : 6)
    if (choice === 0 && !value.includes('\n')) return `${mark}'${value.replaceAll("'", "''")}'`
    if (choice === 1 && !value.includes('\n'))
      return `!!binary ${Buffer.from(value).toString('base64') || '""'}`
    if (choice === 2) return `${mark}"${this.#broken(value, place)}"`
    if (choice === 4 && value !== '' && !/^\s|\n/.test(value)) return this.#blockScalar(value, place)
    return `${mark}"${this.#escaped(value)}"`
  }

  #blockScalar(value: string, { indent }: Place): string {
    const head = this.#pick(['|-', '>-', '|-  # x', '>-#x', '|-'])
    const lines = `${head}\n${' '.repeat(indent + 1 + this.#random(3))}${value}`
    return this.#once(4) ? `${lines}\n` : lines
  }

  #escaped(value: string): string {
    return Array.from(value, character => {
      const code = character.codePointAt(0) ?? 0
      if (!/["\\\n\t]/.test(character) && !this.#once(8)) return character
      if (character === "'" && this.#once(2)) return "\\'"
      const hex = code.toString(16)
      return this.#pick([
        `\\x${hex.padStart(2, '0')}`,
        `\\u${hex.padStart(4, '0')}`,
        `\\U${hex.padStart(8, '0')}`,
      ])
    }).join('')
  }

  /** In double quotes over two lines, with the line end escaped, and the next line at any column. */
  #broken(value: string, { indent }: Place): string {
    const at = this.#random(value.length + 1)
    const space = this.#pick([' '.repeat(indent + 2), ' '.repeat(indent), ' ', '', '\t'])
    const rest = this.#escaped(value.slice(at))
    return `${this.#escaped(value.slice(0, at))}\\\n${space}${/^[ \t]/.test(rest) ? '\\' : ''}${rest}`
  }
}

function pairsOf(value: Exclude<Value, string | null>): Pairs {
  return 'pairs' in value ? value.pairs : []
}
