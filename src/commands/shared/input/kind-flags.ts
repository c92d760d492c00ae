import { isAbsolute, join, relative } from 'node:path'
import type { ClusterOptions } from '../../../cluster/connect.ts'
import type { InDirectory, EffectiveSettings } from '../../../configuration/effective-settings.ts'
import { findSources, readSources } from '../../../io/sources/sources.ts'
import { parseKind } from '../../../kinds/from-flag.ts'
import type { KindSources } from '../../../manifest/crds/kind-sources.ts'
import type { Source } from '../../../manifest/source.ts'
import { UserError } from '../../../text/user-error.ts'
import type { CommandContext } from '../context.ts'
import { flagGroup, listFlag, repeatedFlagOf, switchFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'
import { STDIN } from './inputs.ts'

/** The flags of verbs that read manifests, for kinds that are not in the built-in table. */
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

/** The rules of verbs that use a cluster only for its CRDs. */
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
 * The kinds from the flags and the configuration. `usesCluster`: whether the verb uses a cluster anyway; its CRDs are
 * then used, too. Throws UserError if a CRD cannot be read.
 */
export async function kindSources(
  { crdsFromCluster }: Pick<KindValues, 'crdsFromCluster'>,
  { file, kinds, crds, shape }: Pick<EffectiveSettings, 'file' | 'kinds' | 'crds' | 'shape'>,
  cluster: ClusterOptions,
  context: CommandContext,
  usesCluster = false,
): Promise<KindSources> {
  const ofFile = crds
    .filter(({ from }) => from.by === 'file')
    .map(({ value }) => fromHere(value, context.cwd))
  const ofFlags = crds.filter(({ from }) => from.by !== 'file').map(({ value }) => value.text)
  const sources = [
    ...(await readCrds(ofFile, `crds of ${file}:`, context)),
    ...(await readCrds(ofFlags, '--crd', context)),
  ]
  const { askForKinds } = crdsFromCluster || usesCluster ? await import('./kinds-of-cluster.ts') : {}
  return {
    given: kinds.map(({ value }) => value),
    byShape: shape.value,
    crds: sources,
    ...askForKinds?.(cluster, context, crdsFromCluster),
  }
}

/** `origin`: the flag or setting that names the files, for errors. */
async function readCrds(
  filenames: readonly string[],
  origin: string,
  context: CommandContext,
): Promise<readonly Source[]> {
  if (filenames.length === 0) return []
  if (filenames.includes(STDIN))
    throw new UserError('--crd does not read stdin', 'CRDs among the manifests are used without it')
  const places = await findSources({ filenames, isRecursive: true }, context)
  const { found, problems } = await readSources(places.found)
  const [problem] = [...places.problems, ...problems]
  if (problem !== undefined)
    throw new UserError(`${origin} ${problem.input}: ${problem.what}`, problem.remedy)
  const { crdDocuments, problemsInCrds } = await import('../../../manifest/crds/crd-documents.ts')
  for (const source of found) {
    const [fault] = await problemsInCrds(source)
    if (fault !== undefined)
      throw new UserError(`${origin} ${fault.source}:${fault.line}: ${fault.what}`, fault.remedy)
  }
  if (found.every(source => crdDocuments(source).length === 0))
    throw new UserError(
      `${origin} ${filenames.join(',')}: no CustomResourceDefinition in it`,
      'name a file that has one',
    )
  return found
}

/** A path or glob of a configuration, relative to the working directory. */
function fromHere({ text, directory }: InDirectory, cwd: string): string {
  return isAbsolute(text) ? text : join(relative(cwd, directory), text)
}
