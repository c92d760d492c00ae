import { check } from '../check/check.ts'
import { withFailures } from '../check/failing-pods.ts'
import type { LookedIn } from '../check/looked-in.ts'
import { readManifests } from '../check/read-manifests.ts'
import type { Checked, ManifestOptions } from '../check/read-manifests.ts'
import { survey } from '../check/survey.ts'
import type { RegistryOf } from '../image/registry.ts'
import type { Source } from '../manifest/source.ts'
import { CredentialError } from '../pull-secret/credential.ts'
import type { ClusterScope } from './check-scope.ts'
import type { AcrContext } from './command.ts'

export interface Wishes {
  readonly options: ManifestOptions
  readonly registryOf: RegistryOf
  /** Whether it is manifests that are checked, and not what runs in the cluster. */
  readonly areChecked: boolean
  /** The cluster to look in, if any. */
  readonly scope: ClusterScope | undefined
  readonly asksRegistries: boolean
}

/** `isBlind`: somebody was asked, and nothing could be looked at. */
export interface Outcome {
  readonly checked: Checked
  readonly isBlind: boolean
}

/** Looks at manifests, then in the cluster, then at the registries. Throws CredentialError. */
export async function checkEverywhere(
  sources: readonly Source[],
  wishes: Wishes,
  context: AcrContext,
): Promise<Outcome> {
  const { options, registryOf, areChecked, scope, asksRegistries } = wishes
  const { inventory: manifests, ...read } = await readManifests(sources, options)
  const now = context.now().getTime()
  if (read.problems.length > 0)
    return { checked: { ...read, check: check(survey(manifests, registryOf, now)) }, isBlind: true }
  const { askCluster } = scope === undefined ? {} : await import('./ask-cluster.ts')
  const asked =
    scope && askCluster && (await askCluster({ manifests, areChecked, scope, registryOf }, context))
  if (asked?.isBlind === true && !areChecked) throw nothingSeen(asked.cluster)
  const seen = survey(asked?.inventory ?? manifests, registryOf, now)
  const { askRegistries } = asksRegistries ? await import('./ask-registries.ts') : {}
  const answered = askRegistries === undefined ? seen : await askRegistries(seen, context)
  const found = withFailures(check(answered), asked?.failures ?? [], registryOf)
  const { asked: counts } = found
  const isDeaf = counts !== undefined && counts.images > 0 && counts.unanswered === counts.images
  return {
    checked: { ...read, check: found, ...(asked === undefined ? {} : { cluster: asked.cluster }) },
    isBlind: isDeaf || (asked?.isBlind ?? false),
  }
}

function nothingSeen({ name, unseen }: LookedIn): CredentialError {
  const pods = unseen.find(({ resource, command }) => resource === 'pods' && command !== undefined)
  const { command, failure } = pods ?? unseen.find(one => one.command !== undefined) ?? unseen[0] ?? {}
  const remedy =
    command === undefined ? 'try again later' : `'${command}' shows it; the README has a Role that is enough`
  const why =
    failure === undefined ? 'you may list nothing that runs images' : `nothing could be listed: ${failure}`
  return new CredentialError(`${why} (context ${name})`, remedy)
}
