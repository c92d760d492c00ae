import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { sentenceOfProblem } from './places.ts'
import type { Places } from './places.ts'
import { printable, printableLines } from './printable.ts'

/** One checked resource. */
export interface TestCase {
  /** The shown name. It is made unique in its suite, since GitLab shows only the first case of a name. */
  readonly name: string
  readonly result:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped'; readonly message: string }
    | {
        /** `error`: the resource could not be checked. */
        readonly kind: 'failure' | 'error'
        /** The code, for programs. */
        readonly type: string
        readonly message: string
        /** The place and the command to type, in several lines. */
        readonly details: string
      }
}

/** A file or another source. */
export interface TestSuite {
  readonly name: string
  readonly cases: readonly TestCase[]
  /** Further remarks, one for each line. */
  readonly output: readonly string[]
}

/**
 * Renders JUnit XML as CI systems read it. Azure Pipelines uses the schema of Apache Ant (windyroad/JUnit-Schema
 * `JUnit.xsd`), which requires a time, a host and empty outputs. GitLab uses a part of it
 * (`lib/gitlab/ci/parsers/test/junit.rb`) and shows the class name as the suite. Jenkins uses `junit-10.xsd` of its
 * xUnit plugin. `now` is written as UTC.
 */
export function renderJunit(suites: readonly TestSuite[], now: Date): string {
  const timestamp = now.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
  const lines = suites.flatMap((suite, id) => suiteLines(suite, id, timestamp))
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...lines, '</testsuites>', ''].join('\n')
}

/** The case of a problem: a document that cannot be read, or a resource that cannot be changed safely. */
export function caseOfProblem(problem: LocatedDiagnostic, places: Places): TestCase {
  const { source, document, line, resource, what, remedy, code } = problem
  return {
    name: resource ?? (line === undefined ? 'input' : `document ${document}, line ${line}`),
    result: {
      kind: 'error',
      type: code,
      message: `${what}; ${remedy}`,
      details: `${places.of(source, line)}: ${sentenceOfProblem(problem, places)}`,
    },
  }
}

function suiteLines({ name, cases, output }: TestSuite, id: number, timestamp: string): readonly string[] {
  const count = (kind: TestCase['result']['kind']): string =>
    String(cases.filter(({ result }) => result.kind === kind).length)
  const attributes = {
    name,
    package: name,
    id: String(id),
    timestamp,
    hostname: 'localhost',
    tests: String(cases.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: '0',
  }
  return [
    `  ${openTag('testsuite', attributes)}`,
    '    <properties/>',
    ...withUniqueNames(cases).flatMap(one => caseLines(one, name)),
    `    <system-out>${escapeText(output.join('\n'))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
  ]
}

function caseLines({ name, result }: TestCase, suite: string): readonly string[] {
  const tag = openTag('testcase', { name, classname: suite, time: '0' })
  if (result.kind === 'passed') return [`    ${tag.slice(0, -1)}/>`]
  const inner =
    result.kind === 'skipped'
      ? `${openTag('skipped', { message: result.message }).slice(0, -1)}/>`
      : `${openTag(result.kind, { message: result.message, type: result.type })}${escapeText(result.details)}</${result.kind}>`
  return [`    ${tag}`, `      ${inner}`, '    </testcase>']
}

function withUniqueNames(cases: readonly TestCase[]): readonly TestCase[] {
  const counts = new Map<string, number>()
  return cases.map(one => {
    const count = (counts.get(one.name) ?? 0) + 1
    counts.set(one.name, count)
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` }
  })
}

function openTag(name: string, attributes: Readonly<Record<string, string>>): string {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
  return `<${name}${all.join('')}>`
}

function escapeAttribute(text: string): string {
  return escapeMarkup(printable(text)).replaceAll('"', '&quot;')
}

function escapeText(text: string): string {
  return escapeMarkup(printableLines(text))
}

/**
 * Characters that XML 1.0 does not allow (its production `Char`) and that `printable` keeps: unpaired surrogates,
 * U+FFFE and U+FFFF.
 */
const IMPOSSIBLE = /[\ufffe\uffff]|\p{Surrogate}/gu

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(IMPOSSIBLE, character => `\\u${character.charCodeAt(0).toString(16)}`)
}
