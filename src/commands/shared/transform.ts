import { sortDiagnostics } from '../../manifest/diagnostic.ts'
import type { EffectiveSettings } from '../../configuration/effective-settings.ts'
import { UsageError } from '../../text/user-error.ts'
import type { DocumentTransform } from '../../inject/transform/document-transform.ts'
import type { KindSources } from '../../manifest/crds/kind-sources.ts'
import { parseOnly, requireEach } from '../../manifest/only.ts'
import type { Transformation } from '../../inject/outcome.ts'
import { transformSources } from '../../inject/transform/transform-sources.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { isResource } from '../../manifest/resource-presence.ts'
import { valuesOf } from '../../configuration/registry-settings.ts'
import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import { clusterOptions, connectionFlags, namespaceFlag } from './input/cluster-flags.ts'
import { configurationFlags, configurationRules } from './input/configuration-flags.ts'
import type { CommandContext } from './context.ts'
import { deliver, deliveryFlags, deliveryRules } from './delivery/delivery.ts'
import type { DeliveryValues } from './delivery/delivery.ts'
import { flagGroup, listFlagOf, switchFlag } from './arguments/flag.ts'
import type { ValuesOf } from './arguments/flag.ts'
import type { FlagRule } from './arguments/flag-rules.ts'
import { findInputs, inputFlags, inputRules, readInputs } from './input/inputs.ts'
import type { InputSelection, NoResources, ReadInputs } from './input/inputs.ts'
import { kindFlags, kindRules, kindSources } from './input/kind-flags.ts'
import type { KindValues } from './input/kind-flags.ts'
import {
  reportConfigurationFile,
  reportFlags,
  reportRules,
  reserveReport,
} from './delivery/report-delivery.ts'
import type { TypedFlag } from './arguments/verb.ts'

const streamFlags = flagGroup('Output', {
  stream: switchFlag(
    '--stream',
    'write each document as soon as it is done; after an error, the earlier ones are written already',
  ),
})

const selectionFlags = flagGroup('Input', {
  only: listFlagOf(
    '--only',
    'change only this resource, `KIND/NAME` or KIND/NAMESPACE/NAME; repeatable',
    parseOnly,
    { completion: 'resources' },
  ),
  namespace: namespaceFlag(
    'assume that the manifests are applied with -n `NAMESPACE`; writes no namespace into them',
  ),
})

/** The namespace of a call, and its ServiceAccounts with that namespace. */
export function placedBy(
  { namespace }: { readonly namespace: string | undefined },
  settings: Pick<EffectiveSettings, 'serviceAccounts'>,
): { readonly namespace?: string; readonly serviceAccounts: readonly DeclaredServiceAccount[] } {
  const serviceAccounts = valuesOf(settings.serviceAccounts)
  if (namespace === undefined) return { serviceAccounts }
  return { namespace, serviceAccounts: serviceAccounts.map(account => ({ namespace, ...account })) }
}

/** The flags that inject and uninject share. */
export const transformGroups = [
  inputFlags,
  selectionFlags,
  deliveryFlags,
  reportFlags,
  streamFlags,
  kindFlags,
  connectionFlags,
  configurationFlags,
] as const

export const transformRules: readonly FlagRule[] = [
  ...deliveryRules,
  ...reportRules,
  {
    flags: ['--stream'],
    excludes: ['--in-place', '--check', '--diff', '--report-file', { flag: '--report', isNot: 'text' }],
  },
  {
    flags: ['--only'],
    excludes: ['--stream'],
    remedy: '--only is checked at the end of the input, when --stream has written the rest.',
  },
  ...inputRules,
  ...kindRules,
  ...configurationRules,
]

export type TransformValues = DeliveryValues & {
  readonly typed: readonly TypedFlag[]
  readonly allowEmpty: boolean
} & KindValues &
  ValuesOf<typeof streamFlags> &
  ValuesOf<typeof selectionFlags> &
  ValuesOf<typeof connectionFlags>

/** The work of a verb, derived from its flags. */
export interface TransformPlan {
  readonly inputs: InputSelection
  readonly settings: EffectiveSettings
  /** Whether a document that is not a Kubernetes resource is an error if the input contains nothing else. */
  readonly isStrict: boolean
  readonly load: (kinds: KindSources) => DocumentTransform | Promise<DocumentTransform>
  /** The last step before the result is delivered. */
  readonly complete?: (transformation: Transformation) => Promise<Transformation>
}

/** Whether the report gives the cause of each change. That requires a look at all images. */
export function findsCauses({ check, diff, report }: DeliveryValues): boolean {
  return check || diff || report !== 'text'
}

/** Transforms the inputs, delivers the result to where the flags say, and returns the exit code. */
export async function runTransform(
  { inputs, settings, isStrict, load, complete }: TransformPlan,
  values: TransformValues,
  context: CommandContext,
): Promise<number> {
  const found = await findInputs(inputs, context)
  reportConfigurationFile(settings, values, context)
  const kinds = await kindSources(
    values,
    settings,
    clusterOptions({ ...values, namespace: undefined }),
    context,
  )
  if (values.stream) {
    const [{ deliverStream }, transform] = await Promise.all([
      import('./delivery/stream-delivery.ts'),
      load(kinds),
    ])
    return deliverStream(found, transform, { ...values, isStrict }, context)
  }
  const other = found.found.find(({ path }) => path === undefined)
  if (values.inPlace && other !== undefined)
    throw new UsageError(
      `--in-place changes files, and ${other.name} is not a file: name files or directories with -f`,
    )
  const transform = await load(kinds)
  const isGate = values.check || values.diff
  const isPassedOn = !values.inPlace && !isGate
  const read = await readInputs(found, context, isPassedOn ? undefined : transform.filters.files)
  await reserveReport(read, values, context)
  const transformed = await transformSources(read.sources, transform, read.documentsPassedOver)
  const missing = values.allowEmpty ? undefined : await noResourcesIn(transformed, read)
  const isRefused = missing !== undefined && refuses(missing, isGate, isStrict)
  const transformation = withProblems(transformed, read, isRefused ? [missing.problem] : [])
  if (transformation.problems.length === 0)
    requireEach(
      values.only,
      transformation.outcomes.map(({ identity }) => identity),
    )
  const warning = isRefused ? undefined : missing?.problem
  return deliver((await complete?.(transformation)) ?? transformation, { read, warning }, values, context)
}

/** Returns an input without any Kubernetes resource as a problem. Looks for none if the input has other problems. */
async function noResourcesIn(
  { outcomes, problems }: Transformation,
  read: ReadInputs,
): Promise<NoResources | undefined> {
  if (problems.length > 0 || read.problems.length > 0) return undefined
  return outcomes.some(({ identity }) => isResource(identity)) ? undefined : read.findNoResources()
}

/**
 * Whether an input without resources is an error. `--check` and `--diff` accept only manifests. Without them, an
 * empty input is passed on, and so is other input unless the call is strict.
 */
function refuses({ problem, isExpected }: NoResources, isGate: boolean, isStrict: boolean): boolean {
  if (problem.code === 'no-resources') return isGate && !isExpected
  return isGate || isStrict
}

/** Adds the problems of the inputs to a transformation. */
function withProblems(
  transformation: Transformation,
  { places, problems, sources }: ReadInputs,
  more: readonly LocatedDiagnostic[],
): Transformation {
  const all = [...problems, ...transformation.problems, ...more]
  if (all.length === transformation.problems.length) return transformation
  const read = new Set(sources.map(({ name }) => name))
  return {
    ...transformation,
    problems: sortDiagnostics(places, all),
    otherInputs: places.filter(({ name }) => !read.has(name)),
  }
}
