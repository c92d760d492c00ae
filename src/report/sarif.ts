import type { Outcome, Transformation } from '../inject/outcome.ts'
import type { Problem } from '../manifest/source.ts'
import { nameResource } from '../manifest/resource.ts'
import { describeName, enumerate, repositoryPath } from './wording.ts'

interface Finding {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'note'
  readonly source: string
  readonly line: number
  readonly message: string
  readonly resource?: string
}

const UNUSABLE = 'unusable-input'
const MISSING = 'missing-pull-secret'

// What code scanning shows above the findings of a rule; a code without a row is shown by its own words.
const DESCRIPTIONS = new Map([
  [UNUSABLE, 'A document that cannot be read, or a resource that cannot be changed safely'],
  [MISSING, 'A workload uses an image of a private registry and lists no pull secret for it'],
  ['unplaced-image', 'An image of a private registry in a resource without a known place for a pull secret'],
  ['duplicate-entry', 'A list of pull secrets names one twice'],
  ['empty-entry', 'A list of pull secrets holds an entry without a name'],
  ['no-secret', 'An image of a private registry for which no pull secret was named'],
  ['service-account-missing', 'A ServiceAccount that should get the pull secret is not in the input'],
  ['doubtful-host', 'An image host that Azure Container Registry would not give'],
])

/**
 * A SARIF 2.1.0 log (OASIS sarif-v2.1.0-os) for code scanning: problems are errors, warnings are warnings, and a workload
 * that inject had to change is a note at the place where its manifest lacks the pull secret.
 */
export function renderSarif({ outcomes, problems }: Transformation): string {
  const findings = [
    ...problems.map(fromProblem),
    ...outcomes.flatMap(outcome => [...fromWarnings(outcome), ...fromChanges(outcome)]),
  ]
  const rules = [...new Set(findings.map(finding => finding.rule))]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kubectl-acr', rules: rules.map(describeRule) } },
        invocations: [{ executionSuccessful: problems.length === 0 }],
        columnKind: 'utf16CodeUnits',
        results: findings.map(finding => describeResult(finding, rules.indexOf(finding.rule))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function fromProblem({ source, document, line, what, remedy }: Problem): Finding {
  return { rule: UNUSABLE, level: 'error', source, line, message: `document ${document}: ${what}; ${remedy}` }
}

function fromWarnings({ source, identity, warnings }: Outcome): readonly Finding[] {
  const resource = nameResource(identity)
  return warnings.map(({ code, line, message }) => ({
    rule: code,
    level: 'warning',
    source,
    line,
    message: `${resource}: ${message}`,
    resource,
  }))
}

function fromChanges({ status, source, line, identity, changes }: Outcome): readonly Finding[] {
  if (status !== 'injected') return []
  const resource = nameResource(identity)
  const message = `${resource}: pull secret missing: ${enumerate(changes.map(describeName))}`
  return [{ rule: MISSING, level: 'note', source, line, message, resource }]
}

function describeRule(id: string): object {
  const words = id.replaceAll('-', ' ')
  const text = DESCRIPTIONS.get(id) ?? words.charAt(0).toUpperCase() + words.slice(1)
  return { id, shortDescription: { text }, fullDescription: { text }, help: { text } }
}

function describeResult(
  { rule, level, source, line, message, resource }: Finding,
  ruleIndex: number,
): object {
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(source) }, region: { startLine: line } },
        ...(resource !== undefined && { logicalLocations: [{ name: resource, kind: 'resource' }] }),
      },
    ],
  }
}

/** RFC 3986: a relative reference for a file as named; code scanning wants a place even for what is no file. */
function uriOf(source: string): string {
  if (/^https?:\/\//.test(source)) return source
  const path = repositoryPath(source)
  const encoded = encodeURI(path).replace(/[#?]/g, encodeURIComponent)
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded}`
  return path.startsWith('/') ? `file://${encoded}` : encoded.replaceAll(':', '%3A')
}
