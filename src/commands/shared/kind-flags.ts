import type { ClusterOptions } from '../../cluster/connect.ts'
import { findSources, readSources } from '../../io/sources.ts'
import { parseKind } from '../../kinds/from-flag.ts'
import type { KindSources } from '../../manifest/kind-sources.ts'
import type { Source } from '../../manifest/source.ts'
import { UserError } from '../../text/user-error.ts'
import type { CommandContext } from './context.ts'
import { flagGroup, listFlag, repeatedFlagOf, switchFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import type { FlagRule } from './flag-rules.ts'
import { STDIN } from './inputs.ts'

/** For the verbs that read manifests: what tells them of kinds that the table lacks. */
export const kindFlags = flagGroup('Kinds', {
  crd: listFlag('--crd', 'learn kinds from the CRDs in `FILE`, directory, glob or URL; repeatable', {
    completion: 'manifests',
  }),
  kind: repeatedFlagOf(
    '--kind',
    '`GROUP/KIND=PATH`: where a kind keeps pod specs or pull secrets; repeatable',
    parseKind,
  ),
  noShape: switchFlag('--no-shape', 'leave a pod template alone in a kind that nobody knows'),
  crdsFromCluster: switchFlag('--crds-from-cluster', "learn unknown kinds from the cluster's CRDs"),
})

/** For the verbs that ask a cluster for nothing else. */
export const kindRules: readonly FlagRule[] = [
  {
    flags: ['--kubeconfig', '--context', '--request-timeout'],
    unless: ['--crds-from-cluster'],
    message: flag => `${flag} is about the cluster, and no cluster is asked`,
    remedy: 'Add --crds-from-cluster to learn kinds from its CRDs.',
  },
]

export type KindValues = ValuesOf<typeof kindFlags>

/**
 * What the flags say of kinds. `isClusterAsked`: whether a cluster is asked anyway, which then may tell of kinds, too. Throws
 * UserError where a CRD cannot be had.
 */
export async function kindSources(
  { crd, kind, noShape, crdsFromCluster }: KindValues,
  cluster: ClusterOptions,
  context: CommandContext,
  isClusterAsked = false,
): Promise<KindSources> {
  const crds = crd.length === 0 ? [] : await readCrds(crd, context)
  const { askForKinds } = crdsFromCluster || isClusterAsked ? await import('./kinds-of-cluster.ts') : {}
  return {
    given: kind,
    byShape: !noShape,
    crds,
    ...(askForKinds === undefined ? {} : { ask: askForKinds(cluster, context, crdsFromCluster) }),
  }
}

async function readCrds(filenames: readonly string[], context: CommandContext): Promise<readonly Source[]> {
  if (filenames.includes(STDIN))
    throw new UserError('--crd - is no file', 'CRDs on standard input teach without it, by -f -')
  const places = await findSources({ filenames, isRecursive: true }, context)
  const { found, problems } = await readSources(places.found)
  const [problem] = [...places.problems, ...problems]
  if (problem !== undefined) throw new UserError(`--crd ${problem.input}: ${problem.what}`, problem.remedy)
  const { crdDocuments } = await import('../../manifest/crd-documents.ts')
  if (found.every(source => crdDocuments(source).length === 0))
    throw new UserError(
      `--crd ${filenames.join(',')}: no CustomResourceDefinition in it`,
      'check that it is the right one',
    )
  return found
}
