import { parseReference } from '../../image/reference.ts'
import { withoutScheme } from '../../image/registry.ts'
import type { ImageQuestion, PullAnswer, PullOutcome } from '../../pull-secret/pulls/pull.ts'
import { isBlocked, isConclusive, isContentUnknown } from './examine.ts'
import type { Examined, ExaminedImage, ImageStatus } from './examine.ts'
import type { Survey } from './survey.ts'

/** Outcomes that do not depend on the credential. */
const SILENT: ReadonlySet<PullOutcome> = new Set([
  'firewall',
  'throttled',
  'unavailable',
  'unreachable',
  'untrusted',
  'unexpected',
])

/** Whether the answer does not show the result that a kubelet would get. */
export function isUnanswered({ outcome }: PullAnswer): boolean {
  return SILENT.has(outcome)
}

/**
 * The questions for the registries: one for each image and each credential that the kubelet would try. If it would
 * try none, the question is whether the image can be pulled anonymously. A credential is sent only to a host that its
 * entry matches.
 */
export function questionsOf({ examined }: Survey): readonly ImageQuestion[] {
  return examined.flatMap(podSpec => podSpec.images.flatMap(image => questionsFor(podSpec, image)))
}

function questionsFor(podSpec: Examined, image: ExaminedImage): readonly ImageQuestion[] {
  const { use, attempts, isNeverPulled } = image
  if (isNeverPulled === true || image.fault?.kind === 'unparsable') return []
  const { domain: host, repository, tag, digest } = parseReference(withoutScheme(use.reference))
  // Without a host, the image has a placeholder, or is from a registry outside ACR.
  if (host === undefined || isBlocked(podSpec)) return []
  const question: ImageQuestion = { host, repository, tag, digest }
  if (attempts.length === 0) return [question]
  return attempts
    .filter(({ fault }) => fault === undefined)
    .map(({ entry }) => ({ ...question, credential: entry.credential }))
}

/** Adds the registries' answers to a survey, in the order of `questionsOf`. */
export function withAnswers(survey: Survey, answers: readonly PullAnswer[]): Survey {
  let at = 0
  const counts = { images: 0, unanswered: 0 }
  const examined = survey.examined.map(podSpec => {
    const images = podSpec.images.map(image => {
      const { length } = questionsFor(podSpec, image)
      const own = answers.slice(at, at + length)
      at += length
      if (own.some(({ outcome }) => outcome !== 'unaskable')) counts.images += 1
      if (own.some(isUnanswered) && !own.some(isConclusive)) counts.unanswered += 1
      return answered(podSpec, image, own)
    })
    return { ...podSpec, images }
  })
  return { ...survey, examined, asked: counts }
}

function answered(podSpec: Examined, image: ExaminedImage, answers: readonly PullAnswer[]): ExaminedImage {
  const [first] = answers
  if (first === undefined) return image
  const status = statusOf(podSpec, image, answers)
  if (image.attempts.length === 0) return { ...image, status, anonymous: first }
  const left = [...answers]
  const attempts = image.attempts.map(attempt => {
    const answer = attempt.fault === undefined ? left.shift() : undefined
    return answer === undefined ? attempt : { ...attempt, answer }
  })
  return { ...image, status, attempts }
}

function statusOf({ listed }: Examined, image: ExaminedImage, answers: readonly PullAnswer[]): ImageStatus {
  const telling = answers.find(isConclusive)
  if (telling !== undefined) return telling.outcome === 'pulls' ? 'pulls' : 'fails'
  const isRefused = answers.every(({ outcome }) => outcome === 'wrong-credential' || outcome === 'denied')
  if (isRefused) return listed.some(isContentUnknown) ? 'unknown' : 'fails'
  return image.status === 'pulls' && answers.some(isUnanswered) ? 'unknown' : image.status
}
