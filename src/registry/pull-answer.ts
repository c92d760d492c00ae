import type { ImageQuestion, PullAnswer, PullOutcome } from '../pull-secret/pull.ts'
import type { RegistryError, RegistryErrorCode } from './errors.ts'
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

/** The answer that an error is. `now` tells whether a token has ended. */
export function refusedPull(question: ImageQuestion, error: RegistryError, now: Date): PullAnswer {
  const { host, repository, credential } = question
  const outcome = OUTCOMES[error.code]
  const expires = endOf(question)
  const end = expires === undefined ? {} : { expires }
  if (credential === undefined && REFUSALS.has(outcome))
    return {
      outcome: 'needs-credential',
      what: `${host} lets nobody pull from ${repository} without a credential`,
      remedy: "make a pull secret with 'kubectl acr secret', and have it used with 'kubectl acr inject'",
    }
  if (outcome === 'wrong-credential' && expires !== undefined && expires <= now)
    return {
      outcome,
      what: `the token for ${host} ended at ${expires.toISOString()}`,
      remedy: "recreate the pull secret with 'kubectl acr secret --azure-login', or from what does not end",
      ...end,
    }
  if (error.code === 'unauthorized' && expires !== undefined)
    return {
      outcome,
      what: error.message,
      remedy: `${error.remedy}; where the registry's role assignment mode was changed, the tokens of before are refused: recreate the pull secret`,
      ...end,
    }
  if (outcome === 'denied')
    return {
      outcome,
      what: `${host} accepts the credential, but not to pull from ${repository}`,
      remedy: error.remedy,
      ...end,
    }
  return { outcome, what: error.message, remedy: error.remedy, ...end }
}

/** The answer of a registry that has no such manifest. */
export function missingImage(question: ImageQuestion, hasRepository: boolean): PullAnswer {
  const { host, repository, digest } = question
  const name = registryName(host)
  const list =
    digest === undefined
      ? `az acr repository show-tags --name ${name} --repository ${repository}`
      : `az acr manifest list-metadata --registry ${name} --name ${repository}`
  const look = hasRepository ? list : `az acr repository list --name ${name}`
  return {
    outcome: hasRepository ? 'missing-image' : 'missing-repository',
    what: hasRepository ? `there is no ${imageName(question)}` : `${host} has no repository ${repository}`,
    remedy: `push the image, or correct its name${name === undefined ? '' : `: '${look}' shows what is there`}`,
    ...endingOf(question),
  }
}

/** The answer of a registry that gives the manifest. */
export function goodPull(
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

/** The answer where part of the reference can't be asked for; nothing was asked. */
export function unaskablePull(part: string): PullAnswer {
  return {
    outcome: 'unaskable',
    what: `the ${part} of the image is not one that a registry can be asked for`,
    remedy: 'if it is a placeholder, check what comes out when it is filled in',
  }
}

function endOf({ credential }: ImageQuestion): Date | undefined {
  return credential === undefined ? undefined : (credential.expires ?? expiryOf(credential.password))
}

function endingOf(question: ImageQuestion): { readonly expires?: Date } {
  const expires = endOf(question)
  return expires === undefined ? {} : { expires }
}
