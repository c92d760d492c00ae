import { inputsOf } from '../../inject/outcome.ts'
import type { Outcome, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { isChanged } from '../wording.ts'
import { Places } from '../places.ts'
import { renderSarifLog, resultOfProblem } from '../sarif-log.ts'
import type { RuleTexts, SarifResult, SarifTool } from '../sarif-log.ts'
import { changesOf, sentenceOfChange } from './gate.ts'
import type { Fix } from './gate.ts'

const RULES: RuleTexts = {
  page: 'docs/inject.md',
  descriptions: {
    'missing-pull-secret': 'A workload uses an image of a private registry and lists no pull secret for it',
    'listed-pull-secret': 'A workload lists a pull secret that should be removed',
    'unplaced-image': 'An image of a private registry in a resource without a known place for a pull secret',
    'duplicate-entry': 'A list of pull secrets contains a name twice',
    'duplicate-key': 'A mapping has the same key more than once',
    'invalid-name': 'A list of pull secrets contains a name that is not valid for a Secret',
    'empty-entry': 'A list of pull secrets contains an entry without a name',
    'misplaced-list': 'A list of pull secrets is in a place where Kubernetes does not read it',
    'misspelt-key': 'A list of pull secrets has a key that Kubernetes does not know',
    'list-placeholder': 'A placeholder stands for a list of pull secrets, and YAML reads it as a comment',
    'no-secret': 'An image of a private registry for which no pull secret was given',
    'service-account-missing': 'A ServiceAccount that should get the pull secret is not in the input',
    'duplicate-service-account': 'A ServiceAccount is declared twice with different pull secrets',
    'doubtful-host': 'An image host that Azure Container Registry does not assign',
  },
}

/**
 * Renders a log for code scanning. Problems are errors, warnings are warnings. A changed workload is a note. In a dry
 * run, a workload that needs a change is an error, with the command to type, at the image that needs the pull secret.
 */
export function renderSarif(
  transformation: Transformation,
  { fix, tool }: { readonly fix?: Fix; readonly tool: SarifTool },
): string {
  const { outcomes, problems } = transformation
  const places = new Places(inputsOf(transformation))
  const tellsChanges = problems.length === 0 || fix === undefined
  const results = outcomes.flatMap(outcome => [
    ...fromWarnings(outcome, places),
    ...(tellsChanges ? fromChanges(outcome, places, fix) : []),
  ])
  const all = [...problems.map(problem => resultOfProblem(problem, places)), ...results]
  return renderSarifLog(all, { rules: RULES, tool, isSuccessful: problems.length === 0 })
}

function fromWarnings({ source, identity, warnings }: Outcome, places: Places): readonly SarifResult[] {
  const resource = nameResource(identity)
  return warnings.map(({ code, line, message }) => ({
    rule: code,
    level: 'warning',
    source,
    ...places.regionOf(source, line),
    message: `${resource}: ${message}`,
    resource,
  }))
}

function fromChanges(outcome: Outcome, places: Places, fix: Fix | undefined): readonly SarifResult[] {
  if (!isChanged(outcome) || (outcome.status === 'removed' && fix === undefined)) return []
  return changesOf(outcome).map(change => ({
    rule: change.code,
    level: fix === undefined ? 'note' : 'error',
    source: change.source,
    ...places.regionOf(change.source, change.line),
    message: sentenceOfChange(change, fix),
    resource: change.resource,
  }))
}
