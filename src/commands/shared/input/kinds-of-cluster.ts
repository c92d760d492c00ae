import type { ClusterOptions } from '../../../cluster/connect.ts'
import { kindsInCrd } from '../../../kinds/from-crd.ts'
import type { WorkloadKind } from '../../../kinds/workload-kind.ts'
import type { KindSources } from '../../../manifest/crds/kind-sources.ts'
import type { AskForKind } from '../../../manifest/crds/read-with-crds.ts'
import { UserError } from '../../../text/user-error.ts'
import type { CommandContext } from '../context.ts'

/**
 * Reads all CRDs of a cluster once, when the first kind is looked up. Throws UserError if there is no cluster, or if
 * the CRDs cannot be read and `isRequired` is set.
 */
export function askForKinds(
  options: ClusterOptions,
  context: CommandContext,
  isRequired: boolean,
): Required<Pick<KindSources, 'ask' | 'askForAll'>> {
  let known: Promise<readonly WorkloadKind[]> | undefined
  const askForAll = (): Promise<readonly WorkloadKind[]> =>
    (known ??= kindsInCluster(options, context, isRequired))
  const ask: AskForKind = async ({ group, kind }) => {
    const rows = await askForAll()
    return rows.filter(row => row.group === group && row.kind === kind)
  }
  return { ask, askForAll }
}

/** The kinds that the CRDs of a cluster describe. Throws UserError, as `askForKinds` does. */
export async function kindsInCluster(
  options: ClusterOptions,
  context: CommandContext,
  isRequired: boolean,
): Promise<readonly WorkloadKind[]> {
  const { connect } = await import('../../../cluster/connect.ts')
  const cluster = await connect(options, context)
  const source = cluster.context === '' ? cluster.server : `context ${cluster.context}`
  const { objects, denials, unread } = await cluster.listCustomResourceDefinitions(crd =>
    kindsInCrd(crd, source),
  )
  const [denial] = denials
  if (isRequired && denial !== undefined)
    throw new UserError(
      `forbidden: the user cannot list the CRDs of the cluster (${source})`,
      `'${denial.command}' shows it; name CRDs with --crd instead`,
    )
  const [missed] = unread
  if (isRequired && missed !== undefined)
    throw new UserError(`the CRDs of the cluster could not be listed: ${missed.what}`, 'try again later')
  return objects.flat()
}
