import type { Survey } from '../../check/examine/survey.ts'
import type { CommandContext } from '../shared/context.ts'
import { progressOn } from '../shared/terminal/terminal-progress.ts'

// Short limits: a user at a terminal prefers a quick error for an unreachable registry.
const LIMITS = { timeout: 10_000, attempts: 3 }

/** Adds the registries' answers for each image and credential. */
export async function askRegistries(survey: Survey, context: CommandContext): Promise<Survey> {
  const [{ questionsOf, withAnswers }, { verifyImages }, { fetchThroughProxy }] = await Promise.all([
    import('../../check/examine/registry-answers.ts'),
    import('../../registry/verify-images.ts'),
    import('../../http/fetch-through-proxy.ts'),
  ])
  const { env, fetch, sleep, now } = context
  const questions = questionsOf(survey)
  const wire = { fetch: fetchThroughProxy(env, fetch), sleep, now, limits: LIMITS }
  const onProgress = progressOn(context)
  try {
    return withAnswers(survey, await verifyImages(questions, wire, { onProgress }))
  } finally {
    onProgress(1, 1)
  }
}
