import { Composer as NpmComposer, Parser as NpmParser } from 'yaml'
import type { Body } from './document-body.ts'
import { Composer } from './compose.ts'
import { Fault, nameOfCharacter } from './cursor.ts'
import type { SyntaxFault, Trees } from './node.ts'
import { scan } from './scanner.ts'

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]/

/**
 * Parses YAML as kubectl does, by the rules of libyaml, which goyaml.v2 is a translation of. These are looser than
 * YAML's own rules in many places, and stricter in a few. A fault has the words of npm yaml where npm yaml refuses the
 * text too.
 */
export function parseYaml({ text, offset }: Body): Trees | SyntaxFault {
  const control = CONTROL.exec(text)
  if (control !== null) {
    const what = `the character ${nameOfCharacter(control[0])}, which YAML does not allow`
    return {
      kind: 'fault',
      code: 'forbidden-character',
      at: offset + control.index,
      what,
      remedy: 'remove it',
    }
  }
  try {
    const composer = new Composer(text, scan(text), offset)
    const roots = composer.roots()
    return { kind: 'trees', roots, hasAliases: composer.hasAliases }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return explain(text, error).located(offset)
  }
}

/** The same fault, in better words if npm yaml has any. */
function explain(text: string, fault: Fault): Fault {
  const isSyntaxFault = fault.remedy === new Fault(0, '').remedy
  const better = isSyntaxFault ? npmYamlFault(text) : undefined
  const { at, message, remedy, code } = better ?? fault
  return isSyntaxFault && text.includes('{{')
    ? new Fault(at, message, 'if this is a template, render it first (helm template)', 'unrendered-template')
    : new Fault(at, message, remedy, code)
}

function npmYamlFault(text: string): Fault | undefined {
  const composer = new NpmComposer({
    keepSourceTokens: false,
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const documents = [...composer.compose(new NpmParser().parse(text))]
  const error = documents.flatMap(({ errors }) => errors).find(({ code }) => code !== 'TAG_RESOLVE_FAILED')
  if (error === undefined) return undefined
  const message = error.message.split('\n')[0] ?? ''
  const what = message.charAt(0).toLowerCase() + message.slice(1).replace(/ at line \d.*$|[.:]$/, '')
  return new Fault(error.pos[0], what, /tab/i.test(what) ? 'indent with spaces' : undefined)
}
