import { askPullToken, basic } from './pull-token.ts'
import type { Ask, PullToken } from './pull-token.ts'
import { addressOf, readDemand } from './challenge.ts'
import type { Demand } from './challenge.ts'
import { RegistryError, explainRefusal, firstError } from './errors.ts'
import { manifestReference, tokenKey } from './image-question.ts'
import type { ImageQuestion, PullAnswer } from '../pull-secret/pull.ts'
import { goodPull, missingImage } from './pull-answer.ts'
import { memoizeAsync } from './shared-client.ts'
import type { HttpResponse } from '../http/request.ts'

const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Asks as a container runtime does when it pulls, up to the manifest: what the registry demands (once for each host), a
 * token (once for each repository and credential), the manifest's head. The function that it gives throws a `RegistryError`
 * for every refusal but a missing image.
 */
export function pullVerifier(ask: Ask): (question: ImageQuestion) => Promise<PullAnswer> {
  const demandOnce = memoizeAsync<Demand>()
  const tokenOnce = memoizeAsync<PullToken>()

  async function verify(question: ImageQuestion, demand: Demand): Promise<PullAnswer> {
    const { host, repository, credential } = question
    const authorization = await authorize(question, demand)
    const address = new URL(`${repository}/manifests/${manifestReference(question)}`, addressOf(host))
    const headers = {
      accept: MANIFEST_TYPES,
      ...(authorization === undefined ? {} : { authorization }),
    }
    const head = await ask(address, { method: 'HEAD', headers })
    // Only the answer to a GET has a text; and not every registry knows HEAD.
    const answer = head.status >= 400 && head.status < 500 ? await ask(address, { headers }) : head
    if (answer.status === 200 && isManifest(answer))
      return goodPull(question, digestOf(answer), demand.kind === 'nothing' || credential === undefined)
    if (answer.status === 404) return missingImage(question, firstError(answer.text).code !== 'NAME_UNKNOWN')
    // A registry may tell only here that it wants something.
    if (answer.status === 401 && demand.kind === 'nothing') return verify(question, readDemand(host, answer))
    throw refusalOf(host, demand, answer)
  }

  async function authorize(question: ImageQuestion, demand: Demand): Promise<string | undefined> {
    const { host, repository, credential } = question
    if (demand.kind === 'nothing') return undefined
    if (demand.kind === 'basic') return credential === undefined ? undefined : basic(credential)
    const { token } = await tokenOnce(tokenKey(question), () =>
      askPullToken({ host, repository, credential }, demand.challenge, ask),
    )
    return `Bearer ${token}`
  }

  return async question => {
    const { host } = question
    const address = addressOf(host)
    return verify(
      question,
      await demandOnce(address.host, async () => readDemand(host, await ask(address, {}))),
    )
  }
}

/** A page of a proxy may come with 200, too. */
function isManifest({ headers }: HttpResponse): boolean {
  return (
    headers.has('docker-content-digest') ||
    /^application\/vnd\.(?:oci|docker)\./.test(headers.get('content-type') ?? '')
  )
}

/** The digest that a registry tells; nothing else that it might say there is repeated. */
function digestOf({ headers }: HttpResponse): string | undefined {
  const digest = headers.get('docker-content-digest') ?? ''
  return /^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/.test(digest) ? digest : undefined
}

function refusalOf(host: string, demand: Demand, answer: HttpResponse): RegistryError {
  if (answer.status === 200)
    return new RegistryError(
      'unexpected',
      `${host} returned something that is not a manifest`,
      'check that the host is a registry, and that no proxy answers in its place',
    )
  const showsPassword = demand.kind === 'basic' && answer.status === 401
  return explainRefusal(host, showsPassword ? 'token' : 'manifest', answer)
}
