import type { CheckResult } from '../../check/check-result.ts'
import type { Finding, FindingCode } from '../../check/finding.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { nameResource } from '../../manifest/resource.ts'
import { sentenceOfRemark, sentenceOfUnseen } from './cluster-notes.ts'
import { sentenceIn } from './finding-text.ts'
import { Places } from '../places.ts'
import { renderSarifLog, resultOfProblem } from '../sarif-log.ts'
import type { SarifResult, SarifTool } from '../sarif-log.ts'

const DESCRIPTIONS: Readonly<Record<FindingCode, string>> = {
  'invalid-image': 'The name of an image cannot be parsed',
  'image-placeholder': 'The name of an image contains a placeholder',
  'no-pull-secret': 'A workload uses an image of a private registry and no pull secret is listed for it',
  'misplaced-list': 'A list of pull secrets is in a place where Kubernetes does not read it',
  'misspelt-key': 'A list of pull secrets has a key that Kubernetes does not know',
  'mounted-secret': 'A ServiceAccount lists a pull secret among those that are mounted',
  'list-placeholder': 'A placeholder stands for a list of pull secrets, and YAML reads it as a comment',
  'malformed-list': 'A list of pull secrets is malformed',
  'invalid-name': 'A list of pull secrets contains an invalid name of a Secret',
  'empty-entry': 'A list of pull secrets contains an entry without a name',
  'duplicate-entry': 'A list of pull secrets contains the same name twice',
  'shadowed-service-account': 'A pod spec hides pull secrets of its ServiceAccount',
  'not-mountable': 'A ServiceAccount that enforces mountable secrets does not list a pull secret of its pods',
  'secret-missing': 'A listed pull secret does not exist',
  'secret-in-other-namespace': 'A listed pull secret exists only in another namespace',
  'secret-without-namespace':
    'A pull secret gives a namespace and the workload that lists it does not, or the other way round',
  'secret-denied': 'Reading a pull secret is forbidden',
  'secret-not-configured': 'The configuration names another pull secret than the listed one',
  'secret-not-in-input': 'A listed pull secret must exist in the cluster',
  'secret-made-in-cluster': 'A controller creates a listed pull secret',
  'secret-encrypted': 'A pull secret is encrypted, or contains a placeholder',
  'service-account-not-in-input': 'A ServiceAccount whose list is hidden is not known',
  'wrong-type': 'A Secret that is listed as a pull secret has another type',
  'wrong-key': 'A pull secret lacks the one key that the kubelet reads',
  'unreadable-secret': 'A pull secret cannot be read, so every pull of its pods fails',
  'double-base64': 'A pull secret is encoded twice, so every pull of its pods fails',
  'no-entry-for-host': 'No listed pull secret has an entry for the host of an image',
  'identity-token': 'A pull secret contains an identity token, which the kubelet ignores',
  'empty-credential': 'An entry of a pull secret has no password',
  'stray-characters': 'A credential in a pull secret contains stray characters, which are not trimmed',
  'placeholder-credential': 'A credential in a pull secret is a placeholder',
  'foreign-token': 'The token in a pull secret is for another registry, or for none',
  'secret-id': 'The password in a pull secret looks like the ID of a client secret',
  'no-token': 'A pull secret has the user name of a token, and no token',
  'hidden-pair': 'A pull secret has two credentials in one entry, and only one of them is used',
  'renewed-too-late': 'A pull secret is renewed after its token has expired',
  'token-expired': 'The token in a pull secret has expired',
  'token-expiring': 'The token in a pull secret expires soon',
  'wildcard-entry': 'An entry of a pull secret sends its password to registries of other owners',
  'doubtful-host': 'An image host that Azure Container Registry does not assign',
  'image-of-docker-hub': 'An image names no registry, and its pull secret is for a registry of ACR',
  'kustomization-not-built':
    'A kustomization sets images of a private registry, which its manifests do not show before it is built',
  'guessed-place':
    'A kind whose place for pull secrets is only inferred from the pod template that it contains',
  'unplaced-image': 'An image of a private registry in a resource without a known place for a pull secret',
  'credential-refused': 'A registry rejects the credential in a pull secret',
  'credential-denied': 'The credential in a pull secret is not allowed to pull an image',
  'image-missing': 'An image does not exist in its registry',
  'anonymous-pull': 'A registry lets anyone pull an image',
  'no-answer': 'A registry gave no answer for an image',
  'image-not-asked': 'The name of an image cannot be looked up in a registry',
  'secret-unread': 'A pull secret could not be read',
  'service-account-denied': 'Reading a ServiceAccount is forbidden',
  'pull-without-credential': 'Pods cannot pull an image: no credential was sent',
  'pull-refused': 'Pods cannot pull an image: the registry rejects the credential',
  'pull-without-secret': 'Pods cannot pull an image: a pull secret does not exist',
  'pull-blocked': 'Pods cannot pull an image: the firewall of the registry blocks the node',
  'pull-not-found': 'Pods cannot pull an image: it does not exist in the registry',
  'pull-failing': 'Pods cannot pull an image',
  'pull-denied': 'Pods cannot pull an image: their credential is not allowed to pull from its repository',
  'pull-unreadable-secret': 'Pods cannot pull an image: one of their pull secrets cannot be parsed',
  'pull-wrong-platform': 'Pods cannot pull an image: it was built for other platforms',
  'pull-incomplete': 'Pods cannot pull an image: the registry lacks a part of it',
  'pull-unsupported': 'Pods cannot pull an image: the container runtime does not support its format',
  'pull-unreachable': 'Pods cannot pull an image: their node cannot reach the registry',
  'pull-throttled': 'Pods cannot pull an image: the registry gets too many requests',
  'pull-unavailable': 'Pods cannot pull an image: the registry has an error of its own',
  'pull-unsigned': 'Pods cannot pull an image: its signature is not accepted',
  'pull-never': 'Pods must not pull an image (imagePullPolicy: Never), and their node does not have it',
  'pull-invalid-name': 'Pods have an image name that is not valid',
  'pull-on-node': 'Pods cannot pull an image: their node has a problem',
  'runs-without-pull-secret': 'A workload runs with an image of a private registry and lists no pull secret',
  'nodes-may-pull': 'A workload lists no pull secret, and the nodes may have a credential of their own',
  'rides-on-cached-image':
    'A workload without a pull secret uses an image that other pods have pulled with theirs',
  'service-account-missing': 'A workload names a ServiceAccount that does not exist',
}

/**
 * A SARIF log for code scanning, with each finding at its file and line. An object of a cluster has neither: its
 * result has the name of the resource, and the message names the cluster.
 */
export function renderCheckSarif(
  { check, problems, sources, cluster }: CheckResult,
  { tool }: { readonly tool: SarifTool },
): string {
  const places = new Places(sources)
  const results = [
    ...problems.map(problem => resultOfProblem(problem, places)),
    ...check.findings.map(one => resultOf(one, places, cluster)),
  ]
  const notes = [
    ...(cluster?.remarks ?? []).map(sentenceOfRemark),
    ...(cluster?.unseen ?? []).map(one => `not checked: ${sentenceOfUnseen(one)}`),
  ]
  const rules = { page: 'docs/check.md', descriptions: DESCRIPTIONS }
  return renderSarifLog(results, { rules, tool, isSuccessful: problems.length === 0, notifications: notes })
}

function resultOf(finding: Finding, places: Places, cluster: ClusterSummary | undefined): SarifResult {
  const { code, severity, place, resource } = finding
  return {
    rule: code,
    level: severity,
    ...(place === undefined ? {} : { source: place.source, ...places.regionOf(place.source, place.line) }),
    message: sentenceIn(finding, cluster),
    resource: nameResource(resource),
  }
}
