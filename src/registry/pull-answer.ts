import type { ImageQuestion, PullAnswer, PullOutcome } from '../pull-secret/pulls/pull.ts'
import type { RegistryError, RegistryErrorCode } from './registry-error.ts'
import { imageName } from './image-question.ts'
import { registryName } from './roles.ts'
import { expiryOf } from './token-expiry.ts'

const OUTCOMES: Readonly<Record<RegistryErrorCode, PullOutcome>> = {
  'wrong-secret': 'wrong-credential',
  'unknown-user': 'wrong-credential',
  unauthorized: 'wrong-credential',
  'audience-refused': 'wrong-credential',
  firewall: 'firewall',
  denied: 'denied',
  missing: 'missing-image',
  throttled: 'throttled',
  unavailable: 'unavailable',
  unreachable: 'unreachable',
  untrusted: 'untrusted',
  unexpected: 'unexpected',
}

const REFUSALS: ReadonlySet<PullOutcome> = new Set(['wrong-credential', 'denied'])

/** The answer for an error. `now` decides whether a token has expired. */
export function refusedPull(question: ImageQuestion, error: RegistryError, now: Date): PullAnswer {
  const { host, repository, credential } = question
  const outcome = OUTCOMES[error.code]
  const expires = endOf(question)
  const end = expires === undefined ? {} : { expires }
  if (credential === undefined && REFUSALS.has(outcome))
    return {
      outcome: 'needs-credential',
      what: `${host} does not allow pulls from ${repository} without a credential`,
      remedy: "create a pull secret with 'kubectl acr secret', and list it with 'kubectl acr inject'",
    }
  if (outcome === 'wrong-credential' && expires !== undefined && expires <= now)
    return {
      outcome,
      what: `the token for ${host} expired at ${expires.toISOString()}`,
      remedy:
        "recreate the pull secret with 'kubectl acr secret --azure-login', or with a credential that does not expire",
      ...end,
    }
  if (error.code === 'unauthorized' && expires !== undefined)
    return {
      outcome,
      what: error.message,
      remedy: `${error.remedy}; a change of the registry's role assignment mode invalidates earlier tokens: then recreate the pull secret`,
      ...end,
    }
  if (outcome === 'denied')
    return {
      outcome,
      what: `${host} accepts the credential, which has no permission to pull from ${repository}`,
      remedy: error.remedy,
      ...end,
    }
  return { outcome, what: error.message, remedy: error.remedy, ...end }
}

/** The answer where the registry has no such manifest. */
export function missingImage(question: ImageQuestion, hasRepository: boolean): PullAnswer {
  const { host, repository, digest } = question
  const name = registryName(host)
  const list =
    digest === undefined
      ? `az acr repository show-tags --name ${name} --repository ${repository}`
      : `az acr manifest list-metadata --registry ${name} --name ${repository}`
  const command = hasRepository ? list : `az acr repository list --name ${name}`
  return {
    outcome: hasRepository ? 'missing-image' : 'missing-repository',
    what: hasRepository ? `${imageName(question)} does not exist` : `${host} has no repository ${repository}`,
    remedy: `push the image, or fix its name${name === undefined ? '' : `: '${command}' shows what exists`}`,
    ...endingOf(question),
  }
}

/** The answer where the registry has the manifest. */
export function successfulPull(
  question: ImageQuestion,
  digest: string | undefined,
  isAnonymous: boolean,
): PullAnswer {
  const name = imageName(question)
  return {
    outcome: 'pulls',
    what: isAnonymous
      ? `anybody can pull ${name}, without a credential`
      : `${name} can be pulled with this credential`,
    remedy: '',
    ...(digest === undefined ? {} : { digest }),
    ...(isAnonymous ? { isAnonymous } : endingOf(question)),
  }
}

/** The answer for an invalid reference. No request was made. */
export function unaskablePull(part: string): PullAnswer {
  return {
    outcome: 'unaskable',
    what: `the ${part} of the image is not valid in a request to a registry`,
    remedy: 'if it is a placeholder, check the manifests after it is replaced',
  }
}

function endOf({ credential }: ImageQuestion): Date | undefined {
  return credential === undefined ? undefined : (credential.expires ?? expiryOf(credential.password))
}

function endingOf(question: ImageQuestion): { readonly expires?: Date } {
  const expires = endOf(question)
  return expires === undefined ? {} : { expires }
}
