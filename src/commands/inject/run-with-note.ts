import { bareNameNote } from '../../image/bare-name.ts'
import type { DocumentTransform } from '../../inject/transform/document-transform.ts'
import { referencesOf } from '../../manifest/resource.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import { runTransform } from '../shared/transform.ts'
import type { TransformPlan, TransformValues } from '../shared/transform.ts'

/**
 * Runs the transform, and returns the exit code. Adds a note to the text report if a login server was derived from a
 * bare name, and no image confirms it. `registries` are the values of `--registry` as the user typed them.
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

/** Adds the images of each document to a set, before the document is transformed. */
function notingImages(transform: DocumentTransform, images: Set<string>): DocumentTransform {
  return {
    ...transform,
    inspect(document) {
      for (const resource of document.resources)
        for (const reference of referencesOf(resource)) images.add(reference)
      return transform.inspect?.(document)
    },
  }
}
