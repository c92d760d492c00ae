import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { sentenceOfProblem } from './places.ts'
import type { Places } from './places.ts'
import { printable, printableLines } from './printable.ts'

/** One thing that was looked at. */
export interface TestCase {
  /** What is shown as its name; made unique in its suite, since GitLab takes only the first of a name. */
  readonly name: string
  readonly result:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped'; readonly message: string }
    | {
        /** `error` is for what could not be looked at. */
        readonly kind: 'failure' | 'error'
        /** A code, for programs. */
        readonly type: string
        readonly message: string
        /** With the place and what to type; lines. */
        readonly details: string
      }
}

/** A file, or another source of what was looked at. */
export interface TestSuite {
  readonly name: string
  readonly cases: readonly TestCase[]
  /** What is to be known besides; lines. */
  readonly output: readonly string[]
}

/**
 * JUnit XML as CI systems read it: Azure Pipelines by the schema of Apache Ant (windyroad/JUnit-Schema `JUnit.xsd`), which
 * wants a time, a host and empty outputs, GitLab a part of it (`lib/gitlab/ci/parsers/test/junit.rb`: the class name is
 * shown as the suite), Jenkins by `junit-10.xsd` of its xUnit plugin. `now` is shown as UTC.
 */
export function renderJunit(suites: readonly TestSuite[], now: Date): string {
  const timestamp = now.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
  const lines = suites.flatMap((suite, id) => suiteLines(suite, id, timestamp))
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...lines, '</testsuites>', ''].join('\n')
}

/** What cannot be read, or changed safely. */
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

/** What XML 1.0 has no character for (its production `Char`), and is left after `printable`: half of a pair, and U+FFFE and U+FFFF. */
const IMPOSSIBLE = /[\ufffe\uffff]|\p{Surrogate}/gu

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(IMPOSSIBLE, character => `\\u${character.charCodeAt(0).toString(16)}`)
}
