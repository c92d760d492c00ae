import { UsageError } from '../../text/user-error.ts'
import type { DocumentTransform } from '../../inject/document-transform.ts'
import type { Transformation } from '../../inject/outcome.ts'
import type { CommandContext } from './context.ts'
import { deliver, deliveryFlags, deliveryRules } from './delivery.ts'
import type { DeliveryValues } from './delivery.ts'
import { flagGroup, switchFlag } from './flag.ts'
import type { ValuesOf } from './flag.ts'
import type { FlagRule } from './flag-rules.ts'
import { findInputs, inputFlags, inputRules, readInputs, tellEmpty, tellProblems } from './inputs.ts'
import type { InputSelection } from './inputs.ts'
import { reportFlags, reportRules, reserveReport } from './report-delivery.ts'

const streamFlags = flagGroup('Output', {
  stream: switchFlag('--stream', 'write each document when it is done, and on an error what came before it'),
})

/** What the verbs share that take manifests and give them back. */
export const transformGroups = [inputFlags, deliveryFlags, reportFlags, streamFlags] as const

export const transformRules: readonly FlagRule[] = [
  ...deliveryRules,
  ...reportRules,
  {
    flags: ['--stream'],
    excludes: ['--in-place', '--check', '--diff', '--report-file', { flag: '--report', isNot: 'text' }],
  },
  ...inputRules,
]

export type TransformValues = DeliveryValues & ValuesOf<typeof streamFlags>

/** What a verb makes of its flags. */
export interface TransformPlan {
  readonly inputs: InputSelection
  readonly load: () => Promise<DocumentTransform>
  /** What is still to be done about the result before it is delivered. */
  readonly complete?: (transformation: Transformation) => Promise<Transformation>
}

/** Transforms the inputs, delivers the result where the flags say, and gives the exit code. */
export async function runTransform(
  { inputs, load, complete }: TransformPlan,
  values: TransformValues,
  context: CommandContext,
): Promise<number> {
  const found = await findInputs(inputs, context)
  if (values.stream) {
    const [{ deliverStream }, transform] = await Promise.all([import('./stream-delivery.ts'), load()])
    if (tellProblems(found.problems, context)) return 2
    return deliverStream(found.found, transform, values, context)
  }
  const other = found.found.find(({ path }) => path === undefined)
  if (values.inPlace && other !== undefined)
    throw new UsageError(`--in-place changes files, and ${other.name} is none: name files or folders with -f`)
  const sources = await readInputs(found, context)
  if (sources === undefined) return 2
  if ((values.check || values.diff) && tellEmpty(sources, context)) return 2
  await reserveReport(sources, values, context)
  const { transformSources } = await import('../../inject/transform-sources.ts')
  const transformation = await transformSources(sources, await load())
  return deliver((await complete?.(transformation)) ?? transformation, values, context)
}
