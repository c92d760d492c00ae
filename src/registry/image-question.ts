import type { ImageQuestion } from '../pull-secret/pull.ts'

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i
// distribution/reference: what a server is asked for, so that neither `..` nor a placeholder gets into an address.
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,256}$/

/** The part of an image reference that no registry can be asked for, such as the tag of `app:${TAG}`; or `undefined`. */
export function unaskablePart({ host, repository, tag, digest }: ImageQuestion): string | undefined {
  if (!HOST.test(host)) return 'registry'
  if (repository.length > 255 || !repository.split('/').every(part => COMPONENT.test(part)))
    return 'repository'
  if (digest !== undefined) return DIGEST.test(digest) ? undefined : 'digest'
  return tag === undefined || TAG.test(tag) ? undefined : 'tag'
}

/** By what the manifest is asked for. */
export function manifestReference({ tag, digest }: ImageQuestion): string {
  return digest ?? tag ?? 'latest'
}

export function imageName(question: ImageQuestion): string {
  const { host, repository, digest } = question
  return `${host}/${repository}${digest === undefined ? ':' : '@'}${manifestReference(question)}`
}

/** The same for two questions that get the same answer. Secret, as the credential is in it. */
export function questionKey(question: ImageQuestion): string {
  return JSON.stringify([imageName(question), ...credentialParts(question)])
}

/** The same for two questions that one token answers. Secret. */
export function tokenKey(question: ImageQuestion): string {
  return JSON.stringify([question.host, question.repository, ...credentialParts(question)])
}

function credentialParts({ credential }: ImageQuestion): readonly string[] {
  return credential === undefined ? [] : [credential.username, credential.password]
}
