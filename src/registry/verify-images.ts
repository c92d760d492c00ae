import { sharedClient } from './shared-client.ts'
import { RegistryError } from './errors.ts'
import { questionKey, unaskablePart } from './image-question.ts'
import type { ImageQuestion, PullAnswer } from '../pull-secret/pull.ts'
import { refusedPull, unaskablePull } from './pull-answer.ts'
import type { RegistryClient } from './registry-request.ts'
import { pullVerifier } from './verify.ts'

export interface VerifyOptions {
  /** How many requests are under way at a time. */
  readonly concurrency?: number
  /** Told first with 0, then after each distinct pair of image and credential. */
  readonly onProgress?: (done: number, total: number) => void
  /** Breaks off, upon which the call throws the signal's reason. */
  readonly signal?: AbortSignal
}

/** The registry's answer to one question. Never throws for what a registry, a network or a reference is. */
export async function verifyImage(question: ImageQuestion, client: RegistryClient): Promise<PullAnswer> {
  return verifierOver(client, 1)(question)
}

/**
 * The registries' answers, in the order of the questions. Each distinct pair of image and credential is asked for once;
 * a host that can't be reached, once for all images.
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
    const part = unaskablePart(question)
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
