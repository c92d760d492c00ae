import { readFileSync } from 'node:fs'
import { TEXTS } from './inputs.ts'

/** Where a row can run; the headings of `rows.txt`. */
export const PLACES = ['everywhere', 'shell', 'linux', 'terminal', 'windows'] as const
export type Place = (typeof PLACES)[number]

/** One run of what ships: a line of `rows.txt`. */
export interface Row {
  readonly place: Place
  /** It also runs on each version of Node.js, and on an emulated machine. */
  readonly isBasic: boolean
  readonly command: string
  /** What a person types at the first question; for a terminal only. */
  readonly typed: string | undefined
  readonly exitCode: number
  readonly stdout: Expectation
  readonly stderr: Expectation
  readonly line: number
}

/** A whole text; or parts that all occur, without which nothing may be written; or anything at all. */
export type Expectation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parts'; readonly parts: readonly string[] }
  | { readonly kind: 'anything' }

export function readRows(): readonly Row[] {
  return parseRows(readFileSync(new URL('rows.txt', import.meta.url), 'utf8'))
}

/** Throws for a line that is no row, with its number. */
export function parseRows(text: string): readonly Row[] {
  const rows: Row[] = []
  let place: Place | undefined
  for (const [at, line] of text.split('\n').entries()) {
    const [, heading] = /^\[(.*)\]$/.exec(line) ?? []
    if (heading !== undefined) place = PLACES.find(one => one === heading)
    else if (line !== '' && !line.startsWith('#')) {
      const [, mark, typed, command, code, output = ''] =
        /^(\* )?(?:\(types (.*?)\) )?(.*?) +=> (\d+)(?: (.*))?$/.exec(line) ?? []
      if (place === undefined || command === undefined) throw new Error(`rows.txt:${at + 1}: no row: ${line}`)
      const [stdout = '', stderr = '', ...others] = output.split('//')
      if (others.length > 0) throw new Error(`rows.txt:${at + 1}: // stands twice`)
      rows.push({
        place,
        isBasic: mark !== undefined,
        command,
        typed,
        exitCode: Number(code),
        stdout: expectation(stdout.trim()),
        stderr: expectation(stderr.trim()),
        line: at + 1,
      })
    }
  }
  return rows
}

function expectation(text: string): Expectation {
  if (text === '...') return { kind: 'anything' }
  if (text === '') return { kind: 'text', text: '' }
  if (!text.startsWith('=')) return { kind: 'parts', parts: text.replaceAll('\\e', '\x1b').split(' & ') }
  const whole = TEXTS[text.slice(1)]
  if (whole === undefined) throw new Error(`${text}: no such text in inputs.ts`)
  return { kind: 'text', text: whole }
}

/** What is wrong with an output; none where it is as expected. */
export function mismatches(name: string, actual: string, expected: Expectation): readonly string[] {
  if (expected.kind === 'anything') return []
  if (expected.kind === 'text')
    return actual === expected.text ? [] : [`${name} is ${show(actual)}, not ${show(expected.text)}`]
  return expected.parts.flatMap(part => {
    const isWanted = !part.startsWith('!')
    const occurs = actual.includes(isWanted ? part : part.slice(1))
    return occurs === isWanted ? [] : [`${name} is ${show(actual)}, ${isWanted ? 'without' : 'with'} ${part}`]
  })
}

function show(text: string): string {
  return JSON.stringify(text.length > 600 ? `${text.slice(0, 300)} ... ${text.slice(-300)}` : text)
}

/** The flags that a command line has for each verb that it runs: `inject --in-place`. */
export function flagsOf(command: string): readonly string[] {
  return command.split(/[|;&]+/).flatMap(part => {
    const [, verb, words = ''] = /\bacr (\w+)(.*)/.exec(part) ?? []
    return [...words.matchAll(/(?<= )(--[a-z-]+|-[a-zA-Z])/g)].map(([flag]) => `${verb} ${flag}`)
  })
}
