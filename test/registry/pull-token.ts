import { askPullToken } from '../../src/registry/access.ts'
import type { PullQuestion, PullToken } from '../../src/registry/access.ts'
import { askChallenge } from '../../src/registry/challenge.ts'
import { request } from '../../src/registry/request.ts'
import type { Wire } from '../../src/registry/request.ts'

/** The first half of a pull: challenge and token. */
export async function pullToken(question: PullQuestion, wire: Wire): Promise<PullToken> {
  const challenge = await askChallenge(question.host, wire)
  return askPullToken(question, challenge, (url, asked) => request(url, asked, wire))
}
