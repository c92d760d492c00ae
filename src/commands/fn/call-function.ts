import {
  credentialFreeHosts,
  registryHosts,
  secretRules,
  valuesOf,
} from '../../configuration/registry-settings.ts'
import type { EffectiveSettings } from '../../configuration/effective-settings.ts'
import { injection } from '../../inject/inject.ts'
import type { Transformation } from '../../inject/outcome.ts'
import { transformSources } from '../../inject/transform/transform-sources.ts'
import { PieceWriter } from '../../io/output/output.ts'
import { functionSettings } from '../../krm/function-config.ts'
import type { ResourceList } from '../../krm/resource-list.ts'
import { resultsOf, resultsOfFaults } from '../../krm/results.ts'
import type { KrmResult } from '../../krm/results.ts'
import { writeResults } from '../../krm/write-results.ts'
import { applyEdits } from '../../manifest/edit.ts'
import type { Edit } from '../../manifest/edit.ts'
import type { Source } from '../../manifest/source.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { errorLine } from '../shared/terminal/errors.ts'
import type { ReadInputs } from '../shared/input/inputs.ts'
import { kindSources } from '../shared/input/kind-flags.ts'
import { deliverReport } from '../shared/delivery/report-delivery.ts'

/**
 * Runs the function that a ResourceList configures. Writes the list with its results to stdout and the report to
 * stderr, and returns the exit code.
 */
export async function callFunction(
  list: ResourceList,
  read: ReadInputs,
  source: Source,
  context: CommandContext,
): Promise<number> {
  const deliver = async (edits: readonly Edit[], results: readonly KrmResult[]): Promise<number> => {
    const added = writeResults(list, results)
    const all = added === undefined ? edits : [...edits, added]
    await new PieceWriter(context.stdout, 'standard output').write(applyEdits(source.bytes, all))
    return results.some(({ severity }) => severity === 'error') ? 1 : 0
  }
  const reading = functionSettings(list, context.cwd)
  if (reading.kind === 'faulty') {
    const paint = painterFor('stderr', context)
    for (const { line, what, remedy } of reading.faults)
      context.stderr.write(errorLine(`stdin:${line}: ${what}; ${remedy}`, paint))
    return deliver([], resultsOfFaults(reading.faults, list))
  }
  const transformation = await injected(source, reading.settings, context)
  const { sources, problems } = transformation
  const edits = problems.length > 0 ? [] : sources.flatMap(transformed => transformed.edits)
  const code = await deliver(edits, resultsOf(transformation, list))
  await deliverReport(transformation, read, { values: REPORT, isShown: false }, context)
  return code
}

const REPORT = { quiet: false, verbose: false, report: 'text', reportFile: undefined } as const

async function injected(
  source: Source,
  settings: EffectiveSettings,
  context: CommandContext,
): Promise<Transformation> {
  const kinds = await kindSources({ crdsFromCluster: false }, settings, {}, context)
  const transform = injection({
    secrets: secretRules(settings),
    registries: registryHosts(settings),
    credentialFree: credentialFreeHosts(settings),
    via: settings.via.value,
    serviceAccounts: valuesOf(settings.serviceAccounts),
    strict: settings.strictInject.value,
    kinds,
    findsCauses: true,
  })
  return transformSources([source], transform)
}
