import { inputsOf } from '../../inject/outcome.ts'
import type { Outcome, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { groupBy } from '../../text/group-by.ts'
import { caseOfProblem, renderJunit } from '../junit-xml.ts'
import type { TestCase } from '../junit-xml.ts'
import { Places } from '../places.ts'
import { isChanged } from '../wording.ts'
import { changesOf } from './gate.ts'
import type { Fix } from './gate.ts'

interface JunitOptions {
  readonly fix?: Fix
  readonly now: Date
}

/**
 * Renders JUnit XML: a suite for each source, and a case for each resource that may run images. A resource that would
 * have to change fails, with the command to type. A resource that cannot be read or changed is an error. Warnings are
 * output of the suite.
 */
export function renderTransformJunit(transformation: Transformation, { fix, now }: JunitOptions): string {
  const { outcomes, problems } = transformation
  const inputs = inputsOf(transformation)
  const places = new Places(inputs)
  const bySource = groupBy(outcomes, ({ source }) => source)
  const wrong = groupBy(problems, ({ source }) => source)
  const names = [...inputs.map(({ name }) => name), ...wrong.keys()]
  const suites = [...new Set(names)].map(name => {
    const [own, faults] = [bySource.get(name) ?? [], wrong.get(name) ?? []]
    const output = own.flatMap(({ identity, warnings }) =>
      warnings.map(
        ({ line, message }) => `warning: ${places.of(name, line)}: ${nameResource(identity)}: ${message}`,
      ),
    )
    const shown = problems.length > 0 ? undefined : fix
    const cases = own.filter(hasCase).map(outcome => caseOf(outcome, places, shown))
    return { name, cases: [...faults.map(fault => caseOfProblem(fault, places)), ...cases], output }
  })
  return renderJunit(
    suites.filter(({ cases, output }) => cases.length + output.length > 0),
    now,
  )
}

/** Whether a resource has a case. Resources that failed are reported by their problems. */
function hasCase({ status }: Outcome): boolean {
  return status !== 'not-a-workload' && status !== 'failed'
}

function caseOf(outcome: Outcome, places: Places, fix: Fix | undefined): TestCase {
  const { status, identity, reason = '' } = outcome
  const name = nameResource(identity)
  if (status === 'not-selected') return { name, result: { kind: 'skipped', message: reason } }
  const changes = fix !== undefined && isChanged(outcome) ? changesOf(outcome) : []
  const [first] = changes
  if (fix === undefined || first === undefined) return { name, result: { kind: 'passed' } }
  const lines = changes.map(({ source, line, what }) => `${places.of(source, line)}: ${name}: ${what}`)
  return {
    name,
    result: {
      kind: 'failure',
      type: first.code,
      message: changes.map(({ what }) => what).join('; '),
      details: [...lines, `${fix.remedy}:`, `  ${fix.command}`].join('\n'),
    },
  }
}
