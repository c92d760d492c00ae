import { requestPullToken, basic } from './pull-token.ts'
import type { Ask, PullToken } from './pull-token.ts'
import { addressOf, authRequirementOf } from './challenge.ts'
import type { AuthRequirement } from './challenge.ts'
import { RegistryError, explainRefusal, firstError } from './registry-error.ts'
import { manifestReference, tokenKey } from './image-question.ts'
import type { ImageQuestion, PullAnswer } from '../pull-secret/pulls/pull.ts'
import { successfulPull, missingImage } from './pull-answer.ts'
import { memoizeAsync } from './shared-client.ts'
import type { HttpResponse } from '../http/request.ts'

const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Makes the requests of a container runtime's pull, up to the manifest: the challenge (once for each host), a token
 * (once for each repository and credential), and the head of the manifest. The returned function throws RegistryError
 * for every refusal except a missing image.
 */
export function pullVerifier(ask: Ask): (question: ImageQuestion) => Promise<PullAnswer> {
  const demandOnce = memoizeAsync<AuthRequirement>()
  const tokenOnce = memoizeAsync<PullToken>()

  async function verify(question: ImageQuestion, demand: AuthRequirement): Promise<PullAnswer> {
    const { host, repository, credential } = question
    const authorization = await authorize(question, demand)
    const address = new URL(`${repository}/manifests/${manifestReference(question)}`, addressOf(host))
    const headers = {
      accept: MANIFEST_TYPES,
      ...(authorization === undefined ? {} : { authorization }),
    }
    const head = await ask(address, { method: 'HEAD', headers })
    // Only a GET response has a body, and not every registry supports HEAD.
    const answer = head.status >= 400 && head.status < 500 ? await ask(address, { headers }) : head
    if (answer.status === 200 && isManifest(answer))
      return successfulPull(question, digestOf(answer), demand.kind === 'nothing' || credential === undefined)
    if (answer.status === 404) return missingImage(question, firstError(answer.text).code !== 'NAME_UNKNOWN')
    // Some registries send their challenge only here.
    if (answer.status === 401 && demand.kind === 'nothing')
      return verify(question, authRequirementOf(host, answer))
    throw refusalOf(host, demand, answer)
  }

  async function authorize(question: ImageQuestion, demand: AuthRequirement): Promise<string | undefined> {
    const { host, repository, credential } = question
    if (demand.kind === 'nothing') return undefined
    if (demand.kind === 'basic') return credential === undefined ? undefined : basic(credential)
    const { token } = await tokenOnce(tokenKey(question), () =>
      requestPullToken({ host, repository, credential }, demand.challenge, ask),
    )
    return `Bearer ${token}`
  }

  return async question => {
    const { host } = question
    const address = addressOf(host)
    return verify(
      question,
      await demandOnce(address.host, async () => authRequirementOf(host, await ask(address, {}))),
    )
  }
}

/** Whether a response is a manifest. A page of a proxy may have status 200 too. */
function isManifest({ headers }: HttpResponse): boolean {
  return (
    headers.has('docker-content-digest') ||
    /^application\/vnd\.(?:oci|docker)\./.test(headers.get('content-type') ?? '')
  )
}

/** The digest in a response, if it is valid. Other text from the registry is not repeated. */
function digestOf({ headers }: HttpResponse): string | undefined {
  const digest = headers.get('docker-content-digest') ?? ''
  return /^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/.test(digest) ? digest : undefined
}

function refusalOf(host: string, demand: AuthRequirement, answer: HttpResponse): RegistryError {
  if (answer.status === 200)
    return new RegistryError(
      'unexpected',
      `${host} returned something that is not a manifest`,
      'check that the host is a registry, and that no proxy answers in its place',
    )
  const showsPassword = demand.kind === 'basic' && answer.status === 401
  return explainRefusal(host, showsPassword ? 'token' : 'manifest', answer)
}
