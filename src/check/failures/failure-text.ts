import type { PullCause } from '../../pull-secret/pulls/kubelet-message.ts'
import type { Failure } from './failure.ts'
import type { Finding, FindingCode } from '../finding.ts'
import {
  deletePodsCommand,
  describeCommand,
  restartCommand,
  secretCommand,
} from '../remedies/remedy-commands.ts'
import type { FindingText } from '../rules/rule.ts'

interface Wording {
  readonly code: FindingCode
  /** The text after `fails now: `. */
  readonly brief: string
  readonly why: string
  readonly remedy: string
  readonly command?: string | undefined
}

export interface FailureFacts {
  readonly failure: Failure
  /** The image's registry. */
  readonly host: string
  /** Secrets with a credential for the image, by the workload's current list. */
  readonly tried: readonly string[]
  /** Secrets with a single entry, so that recreating them loses nothing. */
  readonly single: readonly string[]
  /** The workload's current list. */
  readonly lists: readonly string[]
  /** Whether the registry, asked now, lets one of these credentials pull the image. */
  readonly isAcceptedNow?: true
  /** The finding about the answer of the registry for one of these credentials. */
  readonly registryFinding?: Finding
  /** The finding about a missing pull secret or a missing entry. */
  readonly missingFinding?: Finding
  /** Whether a container of one of its failing pods runs. */
  readonly isRunning?: true
}

type Wordings = Readonly<Record<PullCause, (subject: FailureFacts) => Wording>>

// A restart creates new pods with the current list of the template.
const RESTARTABLE = ['Deployment', 'DaemonSet']
// Kinds whose controller creates a new pod from its current template when a pod is deleted. They do not replace a pod
// that never became ready. A StatefulSet waits for such a pod, even after a restart (stateful_set_control.go,
// kubernetes/kubernetes#67250).
const REFILLED = ['StatefulSet', 'ReplicaSet', 'ReplicationController']
/** The largest number of pods that a command names. */
const MOST_PODS = 20
const AGAIN = 'the kubelet tries again on its own, after 5 minutes at the latest'
const TO_REACH =
  'check that the nodes can reach it: DNS, routes, firewalls and proxies of their network; with a private endpoint, both the registry and its data endpoints'

const unauthorized = (subject: FailureFacts): Wording => {
  const { failure, tried } = subject
  const mayHave = failure.listed.length > 0 && (tried.length > 0 || failure.missingSecrets.length === 0)
  return mayHave ? refused(subject) : withoutCredential(subject)
}

/** Whether the pods are older than a name that their workload lists now. */
function areOlder({ failure: { listed }, lists, tried, missingFinding }: FailureFacts): boolean {
  return lists.some(name => !listed.includes(name)) && (tried.length > 0 || missingFinding === undefined)
}

function recreatePods({ failure, isRunning }: FailureFacts): Pick<Wording, 'remedy' | 'command'> {
  const { workload, namespace, pods } = failure
  const remedy = 'recreate its pods'
  if (RESTARTABLE.includes(workload.kind)) return { remedy, command: restartCommand(workload) }
  if (workload.kind === 'CronJob') return { remedy: 'delete the Job that waits: the next one lists it' }
  if (!REFILLED.includes(workload.kind)) return { remedy }
  if (isRunning) return { remedy: 'delete its pods, once they may stop, to have them recreated' }
  return {
    remedy: 'delete its pods to have them recreated',
    ...(pods.length > MOST_PODS ? {} : { command: deletePodsCommand(pods, namespace) }),
  }
}

function withoutCredential(subject: FailureFacts): Wording {
  const { failure, host, tried, lists, isAcceptedNow, missingFinding } = subject
  const { listed, namespace, pods } = failure
  const common = {
    code: 'pull-without-credential',
    brief: 'no credential was sent',
    why: 'no credential was sent',
  } as const
  if (areOlder(subject)) {
    const later = tried.length > 0 ? tried : lists.filter(name => !listed.includes(name))
    return {
      ...common,
      why: `no credential was sent: its pods were created before ${later.join(', ')} was listed, and keep their own list`,
      ...recreatePods(subject),
    }
  }
  if (tried.length === 0)
    return {
      ...common,
      why:
        listed.length === 0
          ? 'no credential was sent, and no pull secret is listed'
          : `no credential was sent, though ${listed.join(', ')} is listed: ${missingFinding?.what ?? `it had no entry for ${host}`}`,
      remedy: missingFinding?.remedy ?? 'list a pull secret with an entry for the registry',
      command: missingFinding?.command,
    }
  return {
    ...common,
    why: `no credential was sent at the last attempt; ${tried.join(', ')}, which its pods list, has an entry for ${host} now`,
    remedy: `${isAcceptedNow === true ? 'the registry accepts it now: nothing to do, ' : ''}${AGAIN}`,
    command: describeCommand(pods, namespace),
  }
}

function refused({ failure, host, tried, single, isAcceptedNow, registryFinding }: FailureFacts): Wording {
  const { namespace, pods, listed } = failure
  const names = tried.length > 0 ? tried : listed
  const sent = names.length === 0 ? '' : ` (${names.join(', ')})`
  const common = {
    code: 'pull-refused',
    brief: names.length === 0 ? 'unauthorized (401)' : `${names.join(', ')} is unauthorized (401)`,
    why: `unauthorized (401): the registry does not accept the credential that was sent${sent}`,
  } as const
  if (isAcceptedNow === true)
    return {
      ...common,
      why: `unauthorized (401) at the last attempt: the registry did not accept the credential that was sent${sent}, and accepts it now`,
      remedy: `nothing to do: ${AGAIN}`,
      command: describeCommand(pods, namespace),
    }
  if (registryFinding !== undefined)
    return {
      ...common,
      why: `${common.why}: ${registryFinding.what}`,
      remedy: registryFinding.remedy,
      command: registryFinding.command,
    }
  const [only, another] = names
  return {
    ...common,
    remedy: 'recreate it with a credential that works (--registry-login shows what the registry answers)',
    ...(only !== undefined && another === undefined && single.includes(only)
      ? { command: secretCommand(only, namespace, host) }
      : {}),
  }
}

const notFound = (brief: string, what: string, remedy: string): Wording => ({
  code: 'pull-not-found',
  brief,
  why: what,
  remedy,
})

const unreachable =
  (brief: string, remedy: string) =>
  ({ failure: { detail }, host }: FailureFacts): Wording => ({
    code: 'pull-unreachable',
    brief,
    why: `the node cannot reach ${hostIn(detail) ?? host}: ${detail}`,
    remedy,
  })

const onNode =
  (brief: string, remedy: string) =>
  ({ failure: { detail, pods, namespace } }: FailureFacts): Wording => ({
    code: 'pull-on-node',
    brief,
    why: detail,
    remedy,
    command: describeCommand(pods, namespace),
  })

const WORDINGS: Wordings = {
  anonymous: withoutCredential,
  credential: refused,
  unauthorized,
  'unknown-user': subject => {
    const wording = refused(subject)
    return {
      ...wording,
      why: `${wording.why}: its user name is not an application ID of the registry's tenant (Application not registered with AAD)`,
      remedy:
        'use the application ID of a service principal, the name of a token of the registry, or enable the admin user whose name it is',
    }
  },
  'no-right': subject => {
    const { failure, host, tried } = subject
    if (failure.listed.length === 0) return withoutCredential(subject)
    return {
      code: 'pull-denied',
      brief: 'no permission to pull it',
      why: `the credential that was sent${tried.length === 0 ? '' : ` (${tried.join(', ')})`} has no permission to pull this repository`,
      remedy: `assign it the role AcrPull, or Container Registry Repository Reader where the registry assigns roles by repository (ABAC); a repository-scoped token needs content/read in its scope map`,
      command: `az role assignment list --assignee USER --scope "$(az acr show --name ${firstLabel(host)} --query id --output tsv)" --output table`,
    }
  },
  'missing-secret': ({ failure: { missingSecrets, namespace }, host }) => ({
    code: 'pull-without-secret',
    brief: `${missingSecrets.join(', ')} not found`,
    why: `Secret ${missingSecrets.join(', ')} was not found, and no credential was sent`,
    remedy: 'create it',
    command: secretCommand(missingSecrets[0] ?? '', namespace, host),
  }),
  'broken-secret': ({ failure: { detail, listed } }) => ({
    code: 'pull-unreadable-secret',
    brief: 'a Secret is unreadable',
    why: `the kubelet cannot read one of its pull secrets (${listed.join(', ')}), and pulls nothing: ${detail}`,
    remedy: 'recreate the one that cannot be read (-o wide shows each of them)',
  }),
  firewall: ({ host }) => ({
    code: 'pull-blocked',
    brief: 'blocked by a firewall',
    why: `forbidden (403): the firewall of ${host} blocks the node, whatever the credential`,
    remedy:
      "allow the outbound address of the nodes ('az acr network-rule add'), or give them a private endpoint",
    command: `az acr show --name ${firstLabel(host)} --query "{public:publicNetworkAccess,rules:networkRuleSet}"`,
  }),
  'not-found': () =>
    notFound('no such image', 'the registry has no such image', 'push the image or fix its name'),
  'no-repository': () =>
    notFound('no such repository', 'the registry has no such repository', 'push the image or fix its name'),
  'no-manifest': () =>
    notFound('no such tag', 'the repository has no such tag or digest', 'push the tag or fix it'),
  quarantined: () =>
    notFound(
      'quarantined',
      'the registry keeps the image in quarantine',
      'wait for its scan, or release it from quarantine',
    ),
  'no-platform': ({ failure: { detail, node } }) => ({
    code: 'pull-wrong-platform',
    brief: 'not for this platform',
    why: `the image exists, but not for the platform of ${node === '' ? 'its node' : `node ${node}`}: ${detail}`,
    remedy:
      'build it for several platforms (docker buildx build --platform linux/amd64,linux/arm64), or choose nodes with nodeSelector kubernetes.io/arch',
    command: 'kubectl get nodes -L kubernetes.io/arch',
  }),
  'no-layer': ({ failure: { detail } }) => ({
    code: 'pull-incomplete',
    brief: 'a layer is missing',
    why: `the registry has the image, but lacks a layer of it: ${detail}`,
    remedy: 'push the image again',
  }),
  unsupported: ({ failure: { detail } }) => ({
    code: 'pull-unsupported',
    brief: 'of an old format',
    why: `the container runtime cannot read the image: ${detail}`,
    remedy: 'build and push it again with a current version of the tool',
  }),
  dns: unreachable(
    'its registry has no address',
    'check that the nodes resolve the name; with a private endpoint, the zone privatelink.azurecr.io must be linked to their network',
  ),
  proxy: unreachable('its proxy fails', 'check the proxy that the container runtime of the nodes uses'),
  untrusted: unreachable(
    'its registry is not trusted',
    'let the nodes trust the certificate authority; a firewall that inspects TLS has its own',
  ),
  unreachable: unreachable('its registry is unreachable', TO_REACH),
  throttled: ({ host }) => ({
    code: 'pull-throttled',
    brief: 'too many requests (429)',
    why: `${host} answered too many requests (429)`,
    remedy: `${AGAIN}; start fewer pods at a time, or use a higher tier or a geo-replica`,
  }),
  'node-limit': onNode(
    'its node pulls too often',
    'the kubelet tries again on its own; its settings registryPullQPS and registryBurst set the limit',
  ),
  unavailable: ({ failure: { detail } }) => ({
    code: 'pull-unavailable',
    brief: 'its registry is unavailable',
    why: `the registry is unavailable: ${detail}`,
    remedy: `${AGAIN}; https://azure.status.microsoft shows the state of Azure`,
  }),
  signature: ({ failure: { detail } }) => ({
    code: 'pull-unsigned',
    brief: 'its signature is not accepted',
    why: `the node takes only images with a signature that it trusts: ${detail}`,
    remedy: 'sign the image, or let the policy of the nodes trust its signer',
  }),
  never: ({ failure: { isOnNode, node, image } }) => ({
    code: 'pull-never',
    brief: isOnNode === true ? 'not for its credentials' : 'not on its node',
    why:
      isOnNode === true
        ? `node ${node} has the image, which others pulled, and with imagePullPolicy Never the registry is not asked whether this pod may use it`
        : `the image is not on ${node === '' ? 'its node' : `node ${node}`}, and with imagePullPolicy Never it is not pulled`,
    remedy:
      isOnNode === true
        ? 'list the pull secret that the image was pulled with, or set imagePullPolicy to IfNotPresent and list one that works'
        : `set imagePullPolicy to IfNotPresent, or load ${image} onto the node`,
  }),
  'invalid-name': ({ failure: { detail }, registryFinding }) => ({
    code: 'pull-invalid-name',
    brief: 'no valid name',
    why: registryFinding?.what ?? `the name is not valid: ${detail}`,
    remedy:
      registryFinding?.remedy ?? 'fix the name: no uppercase letters before the tag, one tag, no scheme',
  }),
  disk: onNode('its node has no disk space', 'free disk space on the node, or give it a larger disk'),
  provider: onNode(
    'a credential provider fails',
    'check the log of the kubelet on the node, and the identity of its credential provider',
  ),
  node: onNode('its node has a problem', 'see the events of the pod'),
  unknown: ({ failure: { detail, pods, namespace } }) => ({
    code: 'pull-failing',
    brief: 'its pods cannot pull',
    why: detail === '' ? 'the kubelet does not say why' : detail,
    remedy: 'see the events of the pod',
    command: describeCommand(pods, namespace),
  }),
}

/** The name of a registry for the Azure CLI: `contoso` of `contoso.azurecr.io`. */
function firstLabel(host: string): string {
  return host.replace(/\..*/, '')
}

/** The host of the last URL in a message, where the problem occurred. */
function hostIn(detail: string): string | undefined {
  return [...detail.matchAll(/https?:\/\/([\w.-]+(?::\d+)?)/g)].at(-1)?.[1]
}

export function failureText(subject: FailureFacts): FindingText {
  const { image, pods, cause } = subject.failure
  const { brief, why, command, ...rest } = WORDINGS[cause](subject)
  const [first = '', ...others] = pods
  const who = others.length === 0 ? `pod ${first} cannot` : `${pods.length} pods, ${first} among them, cannot`
  return {
    ...rest,
    ...(command === undefined ? {} : { command }),
    severity: 'error',
    image,
    brief: `fails now: ${brief}`,
    what: `${who} pull ${image}: ${why}`,
  }
}
