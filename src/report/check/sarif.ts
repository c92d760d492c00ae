import type { Checked } from '../../check/read-manifests.ts'
import type { Finding, FindingCode } from '../../check/finding.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { nameResource } from '../../manifest/resource.ts'
import { sentenceOfRemark, sentenceOfUnseen } from './cluster-notes.ts'
import { sentenceIn } from './wording.ts'
import { renderSarifLog, resultOfProblem } from '../sarif-log.ts'
import type { SarifResult } from '../sarif-log.ts'

const DESCRIPTIONS: Readonly<Record<FindingCode, string>> = {
  'invalid-image': 'The name of an image cannot be parsed',
  'image-placeholder': 'The name of an image holds a placeholder',
  'no-pull-secret': 'A workload uses an image of a private registry and no pull secret is listed for it',
  'misplaced-list': 'A list of pull secrets stands where Kubernetes reads none',
  'misspelt-key': 'A list of pull secrets has a key that Kubernetes does not know',
  'mounted-secret': 'A ServiceAccount lists a pull secret among those that are mounted',
  'malformed-list': 'A list of pull secrets has not the shape of one',
  'invalid-name': 'A list of pull secrets holds what no Secret can be called',
  'empty-entry': 'A list of pull secrets holds an entry without a name',
  'duplicate-entry': 'A list of pull secrets names one twice',
  'shadowed-service-account': 'A pod spec hides pull secrets of its ServiceAccount',
  'not-mountable': 'A ServiceAccount that enforces mountable secrets does not list a pull secret of its pods',
  'secret-missing': 'A pull secret that is listed does not exist',
  'secret-in-other-namespace': 'A pull secret that is listed exists in another namespace only',
  'secret-without-namespace': 'A pull secret and a workload that lists it do not both give a namespace',
  'secret-denied': 'A pull secret may not be read',
  'secret-not-in-input': 'A pull secret that is listed must be in the cluster',
  'secret-made-in-cluster': 'A pull secret that is listed is made by a controller',
  'secret-encrypted': 'A pull secret is encrypted, or holds a placeholder',
  'service-account-not-in-input': 'A ServiceAccount whose list is hidden is not known',
  'wrong-type': 'A Secret that is listed as pull secret is of another type',
  'wrong-key': 'A pull secret lacks the one key that the kubelet reads',
  'unreadable-secret': 'A pull secret cannot be read, so that every pull of its pods fails',
  'double-base64': 'A pull secret is encoded twice, so that every pull of its pods fails',
  'no-entry-for-host': 'No pull secret that is listed has an entry for the host of an image',
  'identity-token': 'A pull secret holds an identity token, which the kubelet ignores',
  'empty-credential': 'An entry of a pull secret has no password',
  'stray-characters':
    'A credential in a pull secret holds characters that came along, and nothing trims them',
  'placeholder-credential': 'A credential in a pull secret is a placeholder',
  'foreign-token': 'The token in a pull secret is for another registry, or for none',
  'secret-id': 'The password in a pull secret looks like the ID of a client secret',
  'no-token': 'A pull secret has the user name of a token, and no token',
  'hidden-pair': 'A pull secret has two credentials in one entry, and only one of them counts',
  'renewed-too-late': 'A pull secret is renewed after its token has ended',
  'token-expired': 'The token in a pull secret has ended',
  'token-expiring': 'The token in a pull secret ends soon',
  'wildcard-entry': 'An entry of a pull secret hands its password to registries of others',
  'doubtful-host': 'An image host that Azure Container Registry would not give',
  'kustomization-not-built':
    'A kustomization brings images of a private registry, which its manifests do not show before it is built',
  'unplaced-image': 'An image of a private registry in a resource without a known place for a pull secret',
  'credential-refused': 'A registry does not accept the credential in a pull secret',
  'credential-denied': 'A registry accepts the credential in a pull secret, and not for this image',
  'image-missing': 'A registry has no such image',
  'anonymous-pull': 'A registry lets anybody pull an image',
  'no-answer': 'A registry could not be asked for an image',
  'image-not-asked': 'An image whose name no registry can be asked for',
  'secret-unread': 'A pull secret could not be read',
  'service-account-denied': 'A ServiceAccount may not be read',
  'pull-without-credential': 'Pods cannot pull an image now, for no credential was sent',
  'pull-refused': 'Pods cannot pull an image now, for the registry refuses the credential',
  'pull-without-secret': 'Pods cannot pull an image now, for a pull secret does not exist',
  'pull-blocked': 'Pods cannot pull an image now, for the firewall of the registry keeps the node out',
  'pull-not-found': 'Pods cannot pull an image now, for the registry has no such image',
  'pull-failing': 'Pods cannot pull an image now',
  'pull-denied': 'Pods cannot pull an image now, for their credential has no right to its repository',
  'pull-unreadable-secret': 'Pods cannot pull an image now, for one of their pull secrets cannot be parsed',
  'pull-wrong-platform': 'Pods cannot pull an image now, for it was built for other platforms',
  'pull-incomplete': 'Pods cannot pull an image now, for the registry lacks a part of it',
  'pull-unsupported':
    'Pods cannot pull an image now, for it has a format that the container runtime cannot read',
  'pull-unreachable': 'Pods cannot pull an image now, for their node cannot reach the registry',
  'pull-throttled': 'Pods cannot pull an image now, for the registry is asked too often',
  'pull-unavailable': 'Pods cannot pull an image now, for the registry has trouble of its own',
  'pull-unsigned': 'Pods cannot pull an image now, for its signature is not accepted',
  'pull-never': 'Pods may not pull an image, and it is not there for them',
  'pull-invalid-name': 'Pods name an image in a way that is not valid',
  'pull-on-node': 'Pods cannot pull an image now, for trouble on their node',
  'runs-without-pull-secret': 'A workload runs with an image of a private registry and lists no pull secret',
  'nodes-may-pull': 'A workload lists no pull secret, and the nodes may have a credential of their own',
  'rides-on-cached-image':
    'A workload without a pull secret uses an image that others have pulled with theirs',
  'service-account-missing': 'A workload names a ServiceAccount that does not exist',
}

/**
 * A log for code scanning, each finding at its file and line. What stands in a cluster has neither: it is named by its
 * resource alone, and by the cluster in its message.
 */
export function renderCheckSarif({ check, problems, cluster }: Checked): string {
  const results = [...problems.map(resultOfProblem), ...check.findings.map(one => resultOf(one, cluster))]
  const notes = [
    ...(cluster?.remarks ?? []).map(sentenceOfRemark),
    ...(cluster?.unseen ?? []).map(one => `not looked at: ${sentenceOfUnseen(one)}`),
  ]
  return renderSarifLog(results, DESCRIPTIONS, problems.length === 0, notes)
}

function resultOf(finding: Finding, cluster: ClusterSummary | undefined): SarifResult {
  const { code, severity, place, resource } = finding
  return {
    rule: code,
    level: severity,
    ...(place === undefined ? {} : { source: place.source, line: place.line }),
    message: sentenceIn(finding, cluster),
    resource: nameResource(resource),
  }
}
