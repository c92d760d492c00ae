import type { Failure, PullCause } from './failure.ts'
import type { FindingCode } from './finding.ts'
import { describeCommand, restartCommand, secretCommand } from './remedy-commands.ts'
import type { Words } from './rules/rule.ts'

interface Wording {
  readonly code: FindingCode
  /** Behind `fails now: `. */
  readonly brief: string
  readonly why: string
  readonly remedy: string
  readonly command?: string
}

interface Subject {
  readonly failure: Failure
  /** The image's registry. */
  readonly host: string
  /** Whether the workload as it stands has a credential, which its pods may be too old to know. */
  readonly hasCredential: boolean
}

// What is restarted gets new pods, with the list that stands in its template now.
const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet']

const WORDINGS: Readonly<Record<PullCause, (subject: Subject) => Wording>> = {
  anonymous: ({ failure: { workload }, hasCredential }) => ({
    code: 'pull-without-credential',
    brief: 'no credential was sent',
    why: 'no credential was sent',
    remedy: hasCredential
      ? 'its pods are older than what it lists now, and keep their own list: make them anew'
      : 'give it a pull secret with an entry for the registry',
    ...(hasCredential && RESTARTABLE.includes(workload.kind) ? { command: restartCommand(workload) } : {}),
  }),
  credential: () => ({
    code: 'pull-refused',
    brief: 'its credential is refused',
    why: 'the registry refused the credential that was sent',
    remedy: 'make its pull secret anew; --registry-login tells which one is refused, and why',
  }),
  'missing-secret': ({ failure: { missingSecrets, namespace }, host }) => ({
    code: 'pull-without-secret',
    brief: `${missingSecrets.join(', ')} not found`,
    why: `the kubelet did not find the Secret ${missingSecrets.join(', ')}, and sent no credential`,
    remedy: 'make it',
    command: secretCommand(missingSecrets[0] ?? '', namespace, host),
  }),
  firewall: ({ host }) => ({
    code: 'pull-blocked',
    brief: 'a firewall is in the way',
    why: `the firewall of ${host} does not let the node in`,
    remedy: "allow the address that the nodes go out from with 'az acr network-rule add'",
  }),
  'not-found': () => ({
    code: 'pull-not-found',
    brief: 'no such image',
    why: 'the registry has no such image',
    remedy: 'push the image or mend its name',
  }),
  unknown: ({ failure: { message, pods, namespace } }) => ({
    code: 'pull-failing',
    brief: 'its pods cannot pull',
    why: message === '' ? 'the kubelet does not say why' : message.slice(0, 300),
    remedy: 'see what the kubelet says',
    command: describeCommand(pods[0] ?? '', namespace),
  }),
}

export function wordsForFailure(subject: Subject): Words {
  const { image, pods, cause } = subject.failure
  const { brief, why, ...rest } = WORDINGS[cause](subject)
  const [first = '', ...others] = pods
  const who = others.length === 0 ? `pod ${first} cannot` : `${pods.length} pods, ${first} among them, cannot`
  return {
    ...rest,
    severity: 'error',
    image,
    brief: `fails now: ${brief}`,
    what: `${who} pull ${image}: ${why}`,
  }
}
