import { checkRequest } from './operator-request.ts'
import type { OperatorManifests, OperatorRequest } from './operator-request.ts'
import { externalSecrets } from './external-secrets.ts'
import { msiAcrpull } from './msi-acrpull.ts'

export type SecretOperator = 'external-secrets' | 'msi-acrpull'

/** The manifests with which an operator in the cluster creates and renews the pull secret. Throws UserError. */
export function operatorManifests(operator: SecretOperator, request: OperatorRequest): OperatorManifests {
  checkRequest(request)
  const deduplicated = { ...request, namespaces: [...new Set(request.namespaces)] }
  return operator === 'external-secrets' ? externalSecrets(deduplicated) : msiAcrpull(deduplicated)
}
