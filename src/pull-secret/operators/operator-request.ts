import { UserError } from '../../text/user-error.ts'
import type { Cloud } from '../../image/login-server.ts'
import { checkName, checkNamespace } from '../checked-names.ts'
import type { Manifest } from '../secret-manifest.ts'

/** The identity that an operator uses for Microsoft Entra. None of its fields is secret. */
export type OperatorIdentity =
  | {
      readonly kind: 'workload-identity'
      /** A ServiceAccount in the namespace of the Secret. */
      readonly serviceAccount: string
      /** Only if the ServiceAccount has no annotation with it; requires the tenant. */
      readonly clientId?: string
    }
  | { readonly kind: 'managed-identity'; readonly idKind: 'client' | 'resource'; readonly id: string }
  | {
      readonly kind: 'service-principal'
      /** A Secret in the namespace of the pull secret. */
      readonly secret: string
      readonly clientIdKey: string
      readonly clientSecretKey: string
    }

export interface OperatorRequest {
  /** The name of the pull secret, or the name that the operator derives it from. */
  readonly name: string
  /** Hosts of one registry, as `serversOf` returns them. The operator logs in to the first one. */
  readonly servers: readonly string[]
  readonly cloud: Cloud
  readonly tenantId?: string
  readonly identity: OperatorIdentity
  /** Empty for the namespace in which the user applies the manifests. */
  readonly namespaces: readonly string[]
  /** `repository:NAME:pull`, several separated by spaces. */
  readonly scope?: string
}

export interface OperatorManifests {
  readonly manifests: readonly Manifest[]
  /** The name of the pull secret that the operator creates, for workloads to refer to. */
  readonly secretName: string
}

/** Checks names, namespaces and scopes. Throws UserError for one that the API server or the registry would refuse. */
export function checkRequest(request: OperatorRequest): void {
  checkName(request.name, 'a Secret')
  for (const namespace of request.namespaces) checkNamespace(namespace)
  if (request.scope !== undefined) checkScope(request.scope)
  if (request.identity.kind === 'workload-identity')
    checkName(request.identity.serviceAccount, 'a ServiceAccount')
  if (request.identity.kind === 'service-principal') checkName(request.identity.secret, 'a Secret')
}

// ACR's scopes have no wildcards: an access token is for repositories by name.
const SCOPE = /^repository:[a-z0-9]+(?:[._/-]+[a-z0-9]+)*:[a-z_]+(?:,[a-z_]+)*$/

function checkScope(scope: string): void {
  const wrong = scope.split(' ').find(one => !SCOPE.test(one))
  if (wrong === undefined) return
  throw new UserError(
    `"${wrong}" is not a valid repository scope`,
    'write repository:NAME:pull without wildcards, and spaces between several',
  )
}
