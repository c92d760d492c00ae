import { sharedClient } from './shared-client.ts'
import { RegistryError } from './registry-error.ts'
import { questionKey, invalidPart } from './image-question.ts'
import type { ImageQuestion, PullAnswer } from '../pull-secret/pulls/pull.ts'
import { refusedPull, unaskablePull } from './pull-answer.ts'
import type { RegistryClient } from './registry-request.ts'
import { pullVerifier } from './verify.ts'

export interface VerifyOptions {
  /** The number of requests that may run at the same time. */
  readonly concurrency?: number
  /** Called with 0 at the start, then after each distinct pair of image and credential. */
  readonly onProgress?: (done: number, total: number) => void
  /** Aborts: the call rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Asks registries about many images. Answers are in the order of the questions. Each distinct pair of image and
 * credential is asked once; a host that cannot be reached, once for all images.
 */
export async function verifyImages(
  questions: readonly ImageQuestion[],
  client: RegistryClient,
  { concurrency = 8, onProgress = () => {}, signal }: VerifyOptions = {},
): Promise<readonly PullAnswer[]> {
  signal?.throwIfAborted()
  const verify = verifierOver(signal === undefined ? client : { ...client, signal }, concurrency)
  const distinct = new Map(questions.map(question => [questionKey(question), question]))
  let done = 0
  onProgress(done, distinct.size)
  const answering = [...distinct].map(async ([key, question]) => {
    const answer = await verify(question)
    done += 1
    if (signal?.aborted !== true) onProgress(done, distinct.size)
    return [key, answer] as const
  })
  const answers = new Map(await untilAborted(Promise.all(answering), signal))
  return questions.flatMap(question => answers.get(questionKey(question)) ?? [])
}

function verifierOver(
  client: RegistryClient,
  concurrency: number,
): (question: ImageQuestion) => Promise<PullAnswer> {
  const verify = pullVerifier(sharedClient(client, concurrency))
  return async question => {
    const part = invalidPart(question)
    if (part !== undefined) return unaskablePull(part)
    try {
      return await verify(question)
    } catch (error) {
      if (error instanceof RegistryError) return refusedPull(question, error, client.now())
      throw error
    }
  }
}

async function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return value
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([value, aborted])
}
