import type { ImageQuestion } from '../pull-secret/pulls/pull.ts'

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i
// distribution/reference. CheckResult so that neither `..` nor a placeholder gets into a URL.
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,256}$/

/** The invalid part of an image reference, such as the tag of `app:${TAG}`; `undefined` for a valid reference. */
export function invalidPart({ host, repository, tag, digest }: ImageQuestion): string | undefined {
  if (!HOST.test(host)) return 'registry'
  if (repository.length > 255 || !repository.split('/').every(part => COMPONENT.test(part)))
    return 'repository'
  if (digest !== undefined) return DIGEST.test(digest) ? undefined : 'digest'
  return tag === undefined || TAG.test(tag) ? undefined : 'tag'
}

/** The reference in the URL of the manifest. */
export function manifestReference({ tag, digest }: ImageQuestion): string {
  return digest ?? tag ?? 'latest'
}

export function imageName(question: ImageQuestion): string {
  const { host, repository, digest } = question
  return `${host}/${repository}${digest === undefined ? ':' : '@'}${manifestReference(question)}`
}

/** A key that is equal for questions with the same answer. Secret: it contains the credential. */
export function questionKey(question: ImageQuestion): string {
  return JSON.stringify([imageName(question), ...credentialParts(question)])
}

/** A key that is equal for questions that share a token. Secret. */
export function tokenKey(question: ImageQuestion): string {
  return JSON.stringify([question.host, question.repository, ...credentialParts(question)])
}

function credentialParts({ credential }: ImageQuestion): readonly string[] {
  return credential === undefined ? [] : [credential.username, credential.password]
}
