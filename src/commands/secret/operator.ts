import { UsageError } from '../../text/user-error.ts'
import { bareNameNote } from '../../image/bare-name.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import { operatorManifests } from '../../pull-secret/operators/operators.ts'
import type { SecretOperator } from '../../pull-secret/operators/operators.ts'
import type { OperatorIdentity } from '../../pull-secret/operators/operator-request.ts'
import type { Manifest } from '../../pull-secret/secret-manifest.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import type { OperatorValues } from './flags.ts'
import type { SecretTarget } from './target.ts'

/**
 * The manifests for an operator in the cluster that creates the pull secret, with the name of the Secret for
 * workloads.
 */
export function operatorOutput(
  operator: SecretOperator,
  values: OperatorValues,
  { name, servers }: SecretTarget,
): {
  readonly manifests: readonly Manifest[]
  readonly notices: readonly Notice[]
} {
  const [server] = servers
  if (server === undefined) throw new UsageError('no registry is named', 'Add --registry NAME.')
  const { manifests, secretName } = operatorManifests(operator, {
    name,
    servers,
    cloud: parseLoginServer(server)?.cloud ?? 'public',
    identity: identityOf(values),
    namespaces: values.namespace,
    ...(values.tenant === undefined ? {} : { tenantId: values.tenant }),
    ...(values.scope === undefined ? {} : { scope: values.scope }),
  })
  const bare = bareNameNote(values.registry)
  return {
    manifests,
    notices: [
      `the operator will create the Secret ${secretName}; use it with: kubectl acr inject --secret ${secretName}`,
      ...(bare === undefined ? [] : [bare]),
    ].map(message => ({ severity: 'note', message }) as const),
  }
}

function identityOf({
  workloadIdentity,
  managedIdentity,
  principalSecret,
}: OperatorValues): OperatorIdentity {
  const identities: OperatorIdentity[] = []
  if (workloadIdentity !== undefined)
    identities.push({ kind: 'workload-identity', serviceAccount: workloadIdentity })
  if (managedIdentity !== undefined) {
    const idKind = managedIdentity.startsWith('/') ? 'resource' : 'client'
    identities.push({ kind: 'managed-identity', idKind, id: managedIdentity })
  }
  if (principalSecret !== undefined)
    identities.push({
      kind: 'service-principal',
      secret: principalSecret,
      clientIdKey: 'clientid',
      clientSecretKey: 'clientsecret',
    })
  const [identity, another] = identities
  if (identity === undefined || another !== undefined)
    throw new UsageError(
      'the operator needs one identity to log in as',
      'Use one of --workload-identity, --managed-identity and --principal-secret.',
    )
  return identity
}
