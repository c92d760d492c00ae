import { requestPullToken } from '../../src/registry/pull-token.ts'
import type { PullQuestion, PullToken } from '../../src/registry/pull-token.ts'
import { requestChallenge } from '../../src/registry/challenge.ts'
import { request } from '../../src/registry/registry-request.ts'
import type { RegistryClient } from '../../src/registry/registry-request.ts'

/** The first half of a pull: challenge and token. */
export async function pullToken(question: PullQuestion, client: RegistryClient): Promise<PullToken> {
  const challenge = await requestChallenge(question.host, client)
  return requestPullToken(question, challenge, (url, asked) => request(url, asked, client))
}
