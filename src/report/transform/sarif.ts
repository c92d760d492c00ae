import type { Outcome, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { Places } from '../places.ts'
import { renderSarifLog, resultOfProblem } from '../sarif-log.ts'
import type { SarifResult } from '../sarif-log.ts'
import { describeName, enumerate } from '../wording.ts'

const MISSING = 'missing-pull-secret'

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  [MISSING]: 'A workload uses an image of a private registry and lists no pull secret for it',
  'unplaced-image': 'An image of a private registry in a resource without a known place for a pull secret',
  'duplicate-entry': 'A list of pull secrets names one twice',
  'invalid-name': 'A list of pull secrets holds what no Secret can be called',
  'empty-entry': 'A list of pull secrets holds an entry without a name',
  'no-secret': 'An image of a private registry for which no pull secret was named',
  'service-account-missing': 'A ServiceAccount that should get the pull secret is not in the input',
  'doubtful-host': 'An image host that Azure Container Registry would not give',
}

/**
 * A log for code scanning: problems are errors, warnings are warnings, and a workload that inject had to change is a
 * note at the place where its manifest lacks the pull secret.
 */
export function renderSarif({ sources, outcomes, problems }: Transformation): string {
  const places = new Places(sources)
  const results = outcomes.flatMap(outcome => [...fromWarnings(outcome), ...fromChanges(outcome)])
  const all = [...problems.map(problem => resultOfProblem(problem, places)), ...results]
  return renderSarifLog(all, DESCRIPTIONS, problems.length === 0)
}

function fromWarnings({ source, identity, warnings }: Outcome): readonly SarifResult[] {
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

function fromChanges({ status, source, line, identity, changes }: Outcome): readonly SarifResult[] {
  if (status !== 'injected') return []
  const resource = nameResource(identity)
  const message = `${resource}: pull secret missing: ${enumerate(changes.map(describeName))}`
  return [{ rule: MISSING, level: 'note', source, line, message, resource }]
}
