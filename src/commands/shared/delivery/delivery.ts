import type { Transformation } from '../../../inject/outcome.ts'
import { withPublicAddresses } from '../../../io/sources/download.ts'
import { PieceWriter, writeStream } from '../../../io/output/output.ts'
import { applyEdits } from '../../../manifest/edit.ts'
import type { LocatedDiagnostic } from '../../../manifest/diagnostic.ts'
import { joinSources } from '../../../manifest/join.ts'
import { STANDARD_INPUT } from '../../../manifest/source.ts'
import type { Fix } from '../../../report/transform/gate.ts'
import { shellWord } from '../../../text/shell-word.ts'
import { isEmpty } from '../../../manifest/stream.ts'
import { usesColor } from '../context.ts'
import type { CommandContext } from '../context.ts'
import { flagGroup, switchFlag } from '../arguments/flag.ts'
import type { ValuesOf } from '../arguments/flag.ts'
import type { FlagRule } from '../arguments/flag-rules.ts'
import type { ReadInputs } from '../input/inputs.ts'
import { FLAGS_NAMING_INPUTS, fileProgress } from '../input/inputs.ts'
import { deliverReport } from './report-delivery.ts'
import type { ReportValues } from './report-delivery.ts'
import { BINARY } from '../arguments/verb.ts'
import type { TypedFlag } from '../arguments/verb.ts'

/** The flags for the destination of a result; the default is stdout. */
export const deliveryFlags = flagGroup('Output', {
  inPlace: switchFlag('--in-place', 'write the result back to the input files'),
  check: switchFlag('--check', 'write no manifest; exit with 1 if any would change'),
  diff: switchFlag('--diff', 'print a diff instead of manifests; exit with 1 if any would change'),
})

export const deliveryRules: readonly FlagRule[] = [{ flags: ['--in-place'], excludes: ['--check', '--diff'] }]

export type DeliveryValues = ValuesOf<typeof deliveryFlags> & ReportValues

/** Writes the result of a transformation to where the flags say, prints the report, and returns the exit code. */
export async function deliver(
  t: Transformation,
  { read: inputs, warning }: { readonly read: ReadInputs; readonly warning: LocatedDiagnostic | undefined },
  values: DeliveryValues & { readonly typed: readonly TypedFlag[] },
  context: CommandContext,
): Promise<number> {
  const isWithoutProblems = t.problems.length === 0
  const isDryRun = values.check || values.diff
  if (isWithoutProblems) await deliverResult(t, values, context)
  const fix = isDryRun ? fixOf(t.verb, values.typed, inputs) : undefined
  await deliverReport(
    t,
    inputs,
    {
      values,
      isShown: values.diff,
      ...(fix === undefined ? {} : { fix }),
      ...(warning === undefined ? {} : { warning }),
    },
    context,
  )
  if (!isWithoutProblems) return 2
  return isDryRun && t.sources.some(({ edits }) => edits.length > 0) ? 1 : 0
}

/** The flags of a check or diff, which the call that makes the change does not need. */
const CHECK_ONLY = ['--check', '--diff', '--report', '--report-file', '--quiet', '--verbose', '--color']

/** The call that makes the change: it rewrites files, or is one more command of a pipeline. */
function fixOf(verb: Transformation['verb'], typed: readonly TypedFlag[], { places }: ReadInputs): Fix {
  const kept = typed.filter(({ name }) => !CHECK_ONLY.includes(name))
  const words = kept.toSorted((one, other) => rankOf(one) - rankOf(other)).flatMap(flag => flag.words)
  const line = [...BINARY.split(' '), verb, ...words.map(withPublicAddresses)].map(shellWord).join(' ')
  if (places.every(({ path }) => path !== undefined))
    return { remedy: 'to change the files, type', command: `${line} --in-place` }
  if (places.some(({ name }) => name === STANDARD_INPUT))
    return { remedy: 'pipe the manifests through', command: line }
  return { remedy: 'to apply them changed, type', command: `${line} | kubectl apply -f -` }
}

/** People write the flags for the input first. */
function rankOf({ name }: TypedFlag): number {
  const at = FLAGS_NAMING_INPUTS.indexOf(name)
  return at < 0 ? FLAGS_NAMING_INPUTS.length : at
}

async function deliverResult(
  t: Transformation,
  values: DeliveryValues,
  context: CommandContext,
): Promise<void> {
  if (values.diff) {
    const { renderDiff } = await import('../../../report/transform/diff.ts')
    await writeStream(
      context.stdout,
      'standard output',
      renderDiff(t, { color: usesColor('stdout', context) }),
    )
  } else if (values.inPlace) {
    const { rewriteFiles } = await import('../../../io/output/rewrite.ts')
    const changed = t.sources.flatMap(({ path, ...source }) =>
      path === undefined || source.edits.length === 0 ? [] : [{ path, ...source }],
    )
    const onProgress = await fileProgress('writing', changed.length, context)
    try {
      await context.holdSignals(isStopped => rewriteFiles(changed, isStopped, onProgress))
    } finally {
      onProgress?.(1, 1)
    }
  } else if (!values.check) {
    const pieces = joinSources(t.sources.map(({ before, edits }) => applyEdits(before, edits)))
    const output = new PieceWriter(context.stdout, 'standard output')
    const { emptyOutput } = context
    const isEmptied = emptyOutput !== undefined && t.sources.every(({ before }) => isEmpty(before))
    await output.write(isEmptied ? [Buffer.from(emptyOutput)] : pieces)
  }
}
