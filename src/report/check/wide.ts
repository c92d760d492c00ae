import { joinBlocks } from './join-blocks.ts'
import type { CheckResult } from '../../check/check-result.ts'
import type { CheckedPodSpec } from '../../check/check.ts'
import { answersOf } from '../../check/examine/examine.ts'
import type { CredentialAttempt, Examined, ExaminedImage, ListedSecret } from '../../check/examine/examine.ts'
import { locationOf } from '../../check/inventory/inventory.ts'
import { nameResource } from '../../manifest/resource.ts'
import type { PullOutcome } from '../../pull-secret/pulls/pull.ts'
import type { CheckReportOptions } from './options.ts'
import { locate, reasonFor, winnerOf } from './finding-text.ts'
import { wrapAfter } from '../text-layout.ts'
import type { Layout } from '../text-layout.ts'
import { painter } from '../paint.ts'
import { printable } from '../printable.ts'

/**
 * For each image, the steps of the kubelet: the effective list, its Secrets, the entries that it tries, and the entry
 * that is used.
 */
export function renderCheckWide(
  result: CheckResult,
  { isQuiet, color, columns }: Pick<CheckReportOptions, 'isQuiet' | 'color' | 'columns'>,
): string {
  const layout: Layout = { paint: painter(color), ...(columns === undefined ? {} : { columns }) }
  const isShown = (image: ExaminedImage): boolean => !isQuiet || image.status === 'fails'
  const images = result.check.podSpecs.flatMap(podSpec =>
    podSpec.images.filter(isShown).map(image => imageLines(podSpec, image, layout)),
  )
  const severities = isQuiet ? (['error', 'warning'] as const) : (['error', 'warning', 'note'] as const)
  return joinBlocks(result, images, severities, isQuiet, layout)
}

/** The width of a label in columns. */
const LABEL = 10

function imageLines(
  podSpec: CheckedPodSpec,
  image: ExaminedImage,
  { paint, columns }: Layout,
): readonly string[] {
  const { placed, listed } = podSpec
  const at = locate(locationOf(placed, image.use.line))
  const path = [image.use.path, at].filter(part => part !== '').join(', ')
  const rows: readonly (readonly [label: string, text: string])[] = [
    ['image', image.use.reference],
    ['list', describeList(podSpec)],
    ...listed.map(one => ['secret', `${one.name}: ${describeSecret(one)}`] as const),
    ...image.attempts.map((attempt, order) => ['tries', describeAttempt(attempt, order + 1, image)] as const),
    ...(image.attempts.length > 0 || listed.length === 0 ? [] : [['tries', 'no known entry'] as const]),
    ...(image.anonymous === undefined
      ? []
      : [['tries', `anonymous: ${ANSWERS[image.anonymous.outcome]}`] as const]),
    ['result', describeResult(podSpec, image)],
  ]
  const color = { pulls: 'green', fails: 'red', unknown: 'yellow' } as const
  return [
    `${printable(nameResource(placed.resource.identity))} ${paint('dim', printable(path))}`,
    ...rows.flatMap(([label, text]) => {
      const [first = '', ...others] = wrapAfter('', printable(text), columns && columns - LABEL)
      const paintResult = (line: string): string =>
        label === 'result' ? paint(color[image.status], line) : line
      return [
        `  ${label.padEnd(LABEL - 2)}${paintResult(first)}`,
        ...others.map(line => ' '.repeat(LABEL) + paintResult(line)),
      ]
    }),
  ]
}

function describeList({ list, site }: Examined): string {
  const names = list.names.length === 0 ? 'none' : list.names.join(', ')
  if (list.origin === 'pod') {
    const { form } = site.list
    return `${names} (in the pod spec${form === 'list' ? '' : ', by a merge key'})`
  }
  if (list.origin === 'admission') return `${names} (in its pods, which received it when they were created)`
  if (list.label === undefined) return names
  if (list.isHidden === true) return `unknown (reading service account ${list.label} is forbidden)`
  return list.account === undefined
    ? `none (service account ${list.label} is not in the input)`
    : `${names} (in service account ${list.label})`
}

function describeSecret({ resolution, content }: ListedSecret): string {
  if (resolution.state === 'absent') return 'missing'
  if (resolution.state === 'impossible') return 'not a valid name for a Secret'
  if (resolution.state === 'elsewhere')
    return `only in namespace ${resolution.secret.identity.namespace ?? ''}`
  if (resolution.state === 'denied')
    return resolution.failure === undefined
      ? 'reading it is forbidden'
      : `could not be read: ${resolution.failure}`
  if (resolution.state === 'generated') return `created by ${nameResource(resolution.creator)}`
  if (resolution.state === 'unknown') return 'not in the input'
  const at = resolution.secret.place === undefined ? 'found' : `at ${locate(resolution.secret.place)}`
  if (content?.kind === 'entries')
    return `${at}, ${content.entries.length === 0 ? 'no entry' : entries(content.entries.length)}`
  if (content?.kind === 'encrypted') return `${at}, encrypted or with a placeholder`
  return content === undefined ? at : `${at}, ${content.fault.brief}`
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`
}

const FAULTS: Readonly<Record<NonNullable<CredentialAttempt['fault']>, string>> = {
  'identity-token': 'an identity token, which the kubelet ignores',
  'empty-credential': 'no password',
  'no-user': 'no user name',
  'stray-characters': 'stray characters',
  placeholder: 'a placeholder',
  'foreign-token': 'a token that is not for this registry',
  'token-expired': 'an expired token',
}

// The text after each credential that was tried. The line already names the registry's host.
const ANSWERS: Readonly<Record<PullOutcome, string>> = {
  pulls: 'the registry accepts it',
  'wrong-credential': 'the registry rejects it',
  'needs-credential': 'the registry requires a credential',
  denied: 'not allowed to pull this image',
  firewall: 'the firewall of the registry blocks this machine',
  'missing-image': 'the registry has no such image',
  'missing-repository': 'the registry has no such repository',
  throttled: 'the registry gets too many requests',
  unavailable: 'the registry has an error of its own',
  unreachable: 'the registry cannot be reached',
  untrusted: 'not sent, as the registry redirects to another host',
  unaskable: 'not looked up: the name contains a placeholder or is not valid',
  unexpected: 'the registry gives an unexpected answer',
}

function describeAttempt(attempt: CredentialAttempt, order: number, image: ExaminedImage): string {
  const { secret, key, fault, answer } = attempt

  const text =
    fault !== undefined ? FAULTS[fault] : answer === undefined ? undefined : ANSWERS[answer.outcome]
  const ending = (text === undefined ? '' : `: ${text}`) + (winnerOf(image) === attempt ? ', which wins' : '')
  return `${order}. ${key} of ${secret}${ending}`
}

function describeResult(podSpec: CheckedPodSpec, image: ExaminedImage): string {
  const reason = reasonFor(podSpec, image)
  const isAsked = answersOf(image).length > 0
  if (image.status === 'unknown') return `undecided: ${reason}`
  if (image.status === 'pulls') return `${isAsked ? 'can be pulled' : 'has a credential'}: ${reason}`
  return `${isAsked ? 'cannot be pulled' : 'has no credential that works'}: ${reason}`
}
