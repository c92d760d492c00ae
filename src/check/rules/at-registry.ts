import type { PullAnswer } from '../../pull-secret/pulls/pull.ts'
import { answersOf, isMissing, isConclusive, lacksCredential } from '../examine/examine.ts'
import type { Examined, ExaminedImage } from '../examine/examine.ts'
import type { Finding, FindingCode, Severity } from '../finding.ts'
import { recreateSecret } from '../remedies/remedy-commands.ts'
import { isUnanswered } from '../examine/registry-answers.ts'
import { atSecret, atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Credentials that the kubelet would try and the registry refuses. It is an error if no other credential works. */
export const refusedCredentials: Rule = examined =>
  examined.images.flatMap(image => {
    const winner = image.attempts.findIndex(({ answer }) => answer !== undefined && isConclusive(answer))
    const tried = winner < 0 ? image.attempts : image.attempts.slice(0, winner)
    return tried.flatMap(({ secret: name, key, answer }): readonly Finding[] => {
      const { resolution, content } = examined.listed.find(one => one.name === name) ?? {}
      if (answer === undefined || resolution?.state !== 'found' || content?.kind !== 'entries') return []
      if (answer.outcome !== 'wrong-credential' && answer.outcome !== 'denied') return []
      const { namespace } = examined.placed.resource.identity
      const isWrong = answer.outcome === 'wrong-credential'
      // A recreated Secret has one entry and loses its others.
      const way =
        isWrong && content.entries.length === 1
          ? recreateSecret(resolution.secret, namespace, image.registry.host)
          : undefined
      return [
        atSecret(resolution.secret, {
          code: isWrong ? 'credential-refused' : 'credential-denied',
          severity: lacksCredential(image) ? 'error' : 'warning',
          image: image.use.reference,
          brief: isWrong ? `${name} is unauthorized` : `${name} has no permission to pull it`,
          what: `the entry for ${key} in ${name} does not pull: ${answer.what}`,
          remedy: `${answer.remedy}${way?.afterwards ?? ''}`,
          ...(way === undefined ? {} : { command: way.command }),
        }),
      ]
    })
  })

/** Answers of registries about images: no such image, anonymous pull, or no answer. */
export const registryAnswers: Rule = examined =>
  examined.images.flatMap(image => {
    const answers = answersOf(image)
    const missing = answers.find(isMissing)
    if (answers.some(({ outcome }) => outcome === 'pulls'))
      return image.anonymous === undefined ? [] : [say(examined, image, image.anonymous)]
    const decisive =
      missing ?? answers.find(isUnanswered) ?? answers.find(({ outcome }) => outcome === 'unaskable')
    return decisive === undefined ? [] : [say(examined, image, decisive)]
  })

interface Wording {
  readonly code: FindingCode
  readonly severity: Severity
  readonly brief: string
}

const MISSING_IMAGE: Wording = { code: 'image-missing', severity: 'error', brief: 'no such image' }
const NO_ANSWER: Wording = { code: 'no-answer', severity: 'warning', brief: 'no answer from its registry' }

const WORDINGS: Partial<Readonly<Record<PullAnswer['outcome'], Wording>>> = {
  pulls: { code: 'anonymous-pull', severity: 'note', brief: 'anybody can pull it' },
  'missing-image': MISSING_IMAGE,
  'missing-repository': { ...MISSING_IMAGE, brief: 'no such repository' },
  unaskable: { code: 'image-not-asked', severity: 'note', brief: 'cannot be looked up' },
  firewall: { ...NO_ANSWER, brief: 'blocked by a firewall' },
}

function say(examined: Examined, { use }: ExaminedImage, answer: PullAnswer): Finding {
  const { outcome, what, remedy } = answer
  const isFirewall = outcome === 'firewall'
  return atSite(examined, use.line, {
    ...(WORDINGS[outcome] ?? NO_ANSWER),
    image: use.reference,
    what: isFirewall ? `${what}; whether it blocks the nodes too cannot be seen from here` : what,
    remedy: outcome === 'pulls' ? 'nothing to do as long as anonymous pull stays enabled' : remedy,
  })
}
