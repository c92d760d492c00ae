import type { ImageQuestion, PullAnswer } from '../../src/pull-secret/pulls/pull.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'
import { verifyImages } from '../../src/registry/verify-images.ts'

/** Asks a registry one question. */
export async function verifyImage(question: ImageQuestion, client: RegistryClient): Promise<PullAnswer> {
  const [answer] = await verifyImages([question], client, { concurrency: 1 })
  if (answer === undefined) throw new Error('a question has an answer')
  return answer
}
