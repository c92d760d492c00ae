import type { InForce } from '../../configuration/in-force.ts'
import { UsageError } from '../../text/user-error.ts'
import type { DocumentTransform } from '../../inject/document-transform.ts'
import type { KindSources } from '../../manifest/kind-sources.ts'
import { parseOnly, requireEach } from '../../inject/only.ts'
import type { Transformation } from '../../inject/outcome.ts'
import { clusterOptions, connectionFlags } from './cluster-flags.ts'
import { configurationFlags, configurationRules, tellConfiguration } from './configuration-flags.ts'
import type { CommandContext } from './context.ts'
import { deliver, deliveryFlags, deliveryRules } from './delivery.ts'
import type { DeliveryValues } from './delivery.ts'
import { flagGroup, listFlagOf, switchFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import type { FlagRule } from './flag-rules.ts'
import { findInputs, inputFlags, inputRules, readInputs, tellEmpty, tellProblems } from './inputs.ts'
import type { InputSelection } from './inputs.ts'
import { kindFlags, kindRules, kindSources } from './kind-flags.ts'
import type { KindValues } from './kind-flags.ts'
import { reportFlags, reportRules, reserveReport } from './report-delivery.ts'
import type { TypedFlag } from './verb.ts'

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
})

/** What the verbs share that take manifests and give them back. */
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

export type TransformValues = DeliveryValues & { readonly typed: readonly TypedFlag[] } & KindValues &
  ValuesOf<typeof streamFlags> &
  ValuesOf<typeof selectionFlags> &
  ValuesOf<typeof connectionFlags>

/** What a verb makes of its flags. */
export interface TransformPlan {
  readonly inputs: InputSelection
  readonly settings: InForce
  readonly load: (kinds: KindSources) => Promise<DocumentTransform>
  /** What is still to be done about the result before it is delivered. */
  readonly complete?: (transformation: Transformation) => Promise<Transformation>
}

/** Whether the report tells what each change is for, which takes a look at all images. */
export function findsCauses({ check, diff, report }: DeliveryValues): boolean {
  return check || diff || report !== 'text'
}

/** Transforms the inputs, delivers the result where the flags say, and gives the exit code. */
export async function runTransform(
  { inputs, settings, load, complete }: TransformPlan,
  values: TransformValues,
  context: CommandContext,
): Promise<number> {
  const found = await findInputs(inputs, context)
  tellConfiguration(settings, values, context)
  const kinds = await kindSources(
    values,
    settings,
    clusterOptions({ ...values, namespace: undefined }),
    context,
  )
  if (values.stream) {
    const [{ deliverStream }, transform] = await Promise.all([import('./stream-delivery.ts'), load(kinds)])
    if (tellProblems(found.problems, context)) return 2
    return deliverStream(found.found, transform, values, context)
  }
  const other = found.found.find(({ path }) => path === undefined)
  if (values.inPlace && other !== undefined)
    throw new UsageError(
      `--in-place changes files, and ${other.name} is not a file: name files or directories with -f`,
    )
  const transform = await load(kinds)
  const isPassedOn = !values.inPlace && !values.check && !values.diff
  const read = await readInputs(found, context, isPassedOn ? undefined : transform.watches.files)
  if (read === undefined) return 2
  if ((values.check || values.diff) && (await tellEmpty(read, context))) return 2
  await reserveReport(read, values, context)
  const { transformSources } = await import('../../inject/transform-sources.ts')
  const transformation = await transformSources(read.sources, transform, read.documentsPassedOver)
  if (transformation.problems.length === 0)
    requireEach(
      values.only,
      transformation.outcomes.map(({ identity }) => identity),
    )
  return deliver((await complete?.(transformation)) ?? transformation, read, values, context)
}
