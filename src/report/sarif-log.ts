import type { LocatedDiagnostic } from '../manifest/diagnostic.ts'
import { sentenceOfProblem } from './places.ts'
import type { Places } from './places.ts'
import { printableJson } from './printable.ts'
import { repositoryPath } from './wording.ts'

/** One result that code scanning shows at a place. */
export interface SarifResult {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'note'
  /** Absent if there is no file. */
  readonly source?: string
  /** 1-based. */
  readonly line?: number
  readonly message: string
  readonly resource?: string
  /** The code of a problem with an input. All these problems share one rule. */
  readonly code?: string
}

const UNUSABLE = 'unusable-input'
const UNUSABLE_TEXT = 'A document that cannot be read, or a resource that cannot be changed safely'

export function resultOfProblem(problem: LocatedDiagnostic, places: Places): SarifResult {
  const { source, line, resource, code } = problem
  return {
    rule: UNUSABLE,
    level: 'error',
    source,
    ...places.regionOf(source, line),
    message: sentenceOfProblem(problem, places),
    ...(resource === undefined ? {} : { resource }),
    code,
  }
}

/** This program, for the log. */
export interface SarifTool {
  /** Without a `v`. */
  readonly version: string
  /** URL of its repository. */
  readonly home: string
}

export interface RuleTexts {
  /** The page in the repository with a heading for each rule. */
  readonly page: string
  /** The description of each rule. A rule without one uses its own name. */
  readonly descriptions: Readonly<Record<string, string>>
}

interface LogOptions {
  readonly rules: RuleTexts
  readonly tool: SarifTool
  readonly isSuccessful: boolean
  /** Reasons why the run could not check everything. */
  readonly notifications?: readonly string[]
}

/** The page about unusable inputs, for all verbs. */
const PAGE_OF_UNUSABLE = 'docs/inject.md'

/** A SARIF 2.1.0 log (OASIS sarif-v2.1.0-os). */
export function renderSarifLog(
  results: readonly SarifResult[],
  { rules: texts, tool, isSuccessful, notifications = [] }: LogOptions,
): string {
  const rules = [...new Set(results.map(({ rule }) => rule))]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kubectl-acr',
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: tool.home,
            rules: rules.map(rule => describeRule(rule, texts, tool)),
          },
        },
        invocations: [
          {
            executionSuccessful: isSuccessful,
            ...(notifications.length > 0 && {
              toolExecutionNotifications: notifications.map(text => ({
                level: 'warning',
                message: { text },
              })),
            }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: results.map(result => describeResult(result, rules.indexOf(result.rule))),
      },
    ],
  }
  return `${printableJson(log, 2)}\n`
}

function describeRule(id: string, { page, descriptions }: RuleTexts, { home }: SarifTool): object {
  const words = id.replaceAll('-', ' ')
  const own = id === UNUSABLE ? UNUSABLE_TEXT : descriptions[id]
  const text = own ?? words.charAt(0).toUpperCase() + words.slice(1)
  const helpUri = `${home}/blob/main/${id === UNUSABLE ? PAGE_OF_UNUSABLE : page}#${id}`
  return { id, shortDescription: { text }, fullDescription: { text }, help: { text }, helpUri }
}

function describeResult(
  { rule, level, source, line, message, resource, code }: SarifResult,
  ruleIndex: number,
): object {
  const region = line === undefined ? {} : { region: { startLine: line } }
  const location = {
    ...(source !== undefined && {
      physicalLocation: { artifactLocation: { uri: uriOf(source) }, ...region },
    }),
    ...(resource !== undefined && { logicalLocations: [{ name: resource, kind: 'resource' }] }),
  }
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: message },
    locations: [location],
    ...(code !== undefined && { properties: { code } }),
  }
}

/** A URI reference (RFC 3986) for a source. Code scanning requires a URI even if the source is not a file. */
function uriOf(source: string): string {
  if (/^https?:\/\//.test(source)) return source
  const path = repositoryPath(source)
  const encoded = encodeURI(path.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[#?]/g, encodeURIComponent)
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded}`
  return path.startsWith('/') ? `file://${encoded}` : encoded.replaceAll(':', '%3A')
}
