import { effectiveSettings } from '../../configuration/effective-settings.ts'
import { UserError, UserErrors } from '../../text/user-error.ts'
import type { CommandContext } from '../shared/context.ts'
import { findInputs, readInputs, selectInputs, STDIN_ONLY } from '../shared/input/inputs.ts'
import { defineVerb } from '../shared/arguments/verb.ts'

/** The verb that kustomize and kpt run. */
export const fnVerb = defineVerb({
  name: 'fn',
  summary: 'Inject as a KRM function of kustomize or kpt',
  details:
    'Reads a ResourceList (config.kubernetes.io/v1) from stdin, changes its items as inject changes manifests, and ' +
    'writes it to stdout with the results. functionConfig is the configuration: a Configuration, as in ' +
    '.kubectl-acr.yaml, or a ConfigMap with the data secret, registry, via, strict, service-account-secret or kind. ' +
    'If a result is an error, exits with 1 and leaves the items unchanged.',
  examples: [
    ['What kustomize and kpt do with it', 'kubectl acr fn < resource-list.yaml'],
    ['With kpt', 'kpt fn eval --exec "kubectl acr fn" --allow-exec -- secret=acr-secret strict=true'],
  ],
  argumentHint: 'fn takes a ResourceList from stdin, and its configuration from functionConfig',
  groups: [],
  rules: [],
  run: (_values, context) => runFunction(context),
})

async function runFunction(context: CommandContext): Promise<number> {
  const settings = effectiveSettings(undefined, STDIN_ONLY, context.cwd)
  const found = await findInputs(selectInputs(STDIN_ONLY, settings), context)
  const read = await readInputs(found, context)
  const { problems } = read
  const [source] = read.sources
  if (source === undefined)
    throw new UserErrors(
      problems.map(problem => new UserError(`${problem.source}: ${problem.what}`, problem.remedy)),
    )
  const { readResourceList } = await import('../../krm/resource-list.ts')
  const reading = readResourceList(source.bytes)
  if (reading.kind === 'faulty') {
    const { line, what, remedy } = reading.fault
    throw new UserError(`stdin:${line}: ${what}`, remedy)
  }
  const { callFunction } = await import('./call-function.ts')
  return callFunction(reading.list, read, source, context)
}
