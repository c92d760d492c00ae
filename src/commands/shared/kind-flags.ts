import { isAbsolute, join, relative } from 'node:path'
import type { ClusterOptions } from '../../cluster/connect.ts'
import type { InDirectory, InForce } from '../../configuration/in-force.ts'
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
  crd: listFlag(
    '--crd',
    'learn custom kinds from the CRDs in `FILE`, a directory, a glob or a URL; repeatable',
    {
      completion: 'manifests',
    },
  ),
  kind: repeatedFlagOf(
    '--kind',
    'where a custom kind keeps its pod spec or pull secrets, as `GROUP/KIND=PATH`; repeatable',
    parseKind,
  ),
  noShape: switchFlag('--no-shape', 'ignore pod templates in kinds that are not known'),
  crdsFromCluster: switchFlag('--crds-from-cluster', "learn custom kinds from the cluster's CRDs"),
})

/** For the verbs that ask a cluster for nothing else. */
export const kindRules: readonly FlagRule[] = [
  {
    flags: ['--kubeconfig', '--context', '--request-timeout'],
    unless: ['--crds-from-cluster'],
    message: flag => `${flag} is for a cluster, and none is used`,
    remedy: 'Add --crds-from-cluster to learn kinds from its CRDs.',
  },
]

export type KindValues = ValuesOf<typeof kindFlags>

/**
 * What the flags and the configuration say of kinds. `isClusterAsked`: whether a cluster is asked anyway, which then may
 * tell of kinds, too. Throws UserError where a CRD cannot be had.
 */
export async function kindSources(
  { crdsFromCluster }: Pick<KindValues, 'crdsFromCluster'>,
  { file, kinds, crds, shape }: Pick<InForce, 'file' | 'kinds' | 'crds' | 'shape'>,
  cluster: ClusterOptions,
  context: CommandContext,
  isClusterAsked = false,
): Promise<KindSources> {
  const ofFile = crds
    .filter(({ from }) => from.by === 'file')
    .map(({ value }) => fromHere(value, context.cwd))
  const ofFlags = crds.filter(({ from }) => from.by !== 'file').map(({ value }) => value.text)
  const sources = [
    ...(await readCrds(ofFile, `crds of ${file}:`, context)),
    ...(await readCrds(ofFlags, '--crd', context)),
  ]
  const { askForKinds } = crdsFromCluster || isClusterAsked ? await import('./kinds-of-cluster.ts') : {}
  return {
    given: kinds.map(({ value }) => value),
    byShape: shape.value,
    crds: sources,
    ...askForKinds?.(cluster, context, crdsFromCluster),
  }
}

/** `who`: what names them, for an error to say. */
async function readCrds(
  filenames: readonly string[],
  who: string,
  context: CommandContext,
): Promise<readonly Source[]> {
  if (filenames.length === 0) return []
  if (filenames.includes(STDIN))
    throw new UserError('--crd does not read stdin', 'CRDs among the manifests are used without it')
  const places = await findSources({ filenames, isRecursive: true }, context)
  const { found, problems } = await readSources(places.found)
  const [problem] = [...places.problems, ...problems]
  if (problem !== undefined) throw new UserError(`${who} ${problem.input}: ${problem.what}`, problem.remedy)
  const { crdDocuments, problemsInCrds } = await import('../../manifest/crd-documents.ts')
  for (const source of found) {
    const [fault] = await problemsInCrds(source)
    if (fault !== undefined)
      throw new UserError(`${who} ${fault.source}:${fault.line}: ${fault.what}`, fault.remedy)
  }
  if (found.every(source => crdDocuments(source).length === 0))
    throw new UserError(
      `${who} ${filenames.join(',')}: no CustomResourceDefinition in it`,
      'name a file that has one',
    )
  return found
}

/** A path or glob of a configuration, as it is from the working directory. */
function fromHere({ text, directory }: InDirectory, cwd: string): string {
  return isAbsolute(text) ? text : join(relative(cwd, directory), text)
}
