import { bareNameNote } from '../../image/bare-name.ts'
import type { DocumentTransform } from '../../inject/transform/document-transform.ts'
import { referencesOf } from '../../manifest/resource.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import { runTransform } from '../shared/transform.ts'
import type { TransformPlan, TransformValues } from '../shared/transform.ts'

/**
 * Runs the transform, and ends its text report with a note if no image confirms the login server that was derived from
 * one of the `registries`, which are as they were typed. Gives the exit code.
 */
export async function runWithNote(
  registries: readonly string[],
  plan: TransformPlan,
  values: TransformValues,
  context: CommandContext,
): Promise<number> {
  const images = new Set<string>()
  const load: TransformPlan['load'] = async kinds => notingImages(await plan.load(kinds), images)
  const code = await runTransform({ ...plan, load }, values, context)
  const isText = values.report === 'text' || values.reportFile !== undefined
  const message = code === 2 || values.quiet || !isText ? undefined : bareNameNote(registries, images)
  if (message !== undefined)
    context.stderr.write(noticeLine({ severity: 'note', message }, painterFor('stderr', context)))
  return code
}

/** The same transform, which adds the images of each document to a set. */
function notingImages(transform: DocumentTransform, images: Set<string>): DocumentTransform {
  return {
    ...transform,
    lookInto(document) {
      for (const resource of document.resources)
        for (const reference of referencesOf(resource)) images.add(reference)
      return transform.lookInto?.(document)
    },
  }
}
