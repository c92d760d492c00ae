import { UserError } from '../text/user-error.ts'
import type { Cloud } from '../image/login-server.ts'
import { checkName, checkNamespace } from './checked-names.ts'
import type { Manifest } from './secret.ts'

/** As whom an engine logs in to Microsoft Entra. Nothing in here is secret. */
export type EngineIdentity =
  | {
      readonly kind: 'workload-identity'
      /** A ServiceAccount in the namespace of the Secret. */
      readonly serviceAccount: string
      /** For a ServiceAccount that does not say it by annotation; goes with the tenant. */
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

export interface EngineRequest {
  /** The pull secret's name where the engine lets one choose, else that of the object which the engine derives it from. */
  readonly name: string
  /** Hosts of one registry, as `serversOf` gives them: the first is logged in to. */
  readonly servers: readonly string[]
  readonly cloud: Cloud
  readonly tenantId?: string
  readonly identity: EngineIdentity
  /** None: that of whoever applies the manifests. */
  readonly namespaces: readonly string[]
  /** `repository:NAME:pull`, several with spaces between them. */
  readonly scope?: string
}

export interface EngineManifests {
  readonly manifests: readonly Manifest[]
  /** The name of the pull secret that the engine will make, for workloads to refer to. */
  readonly secretName: string
}

/** Throws UserError for names, namespaces and scopes that the API server or the registry would refuse. */
export function checkRequest(request: EngineRequest): void {
  checkName(request.name, 'a Secret')
  for (const namespace of request.namespaces) checkNamespace(namespace)
  if (request.scope !== undefined) checkScope(request.scope)
  if (request.identity.kind === 'workload-identity')
    checkName(request.identity.serviceAccount, 'a ServiceAccount')
  if (request.identity.kind === 'service-principal') checkName(request.identity.secret, 'a Secret')
}

// ACR's scopes: no wildcard, since an access token is for repositories by name.
const SCOPE = /^repository:[a-z0-9]+(?:[._/-]+[a-z0-9]+)*:[a-z_]+(?:,[a-z_]+)*$/

function checkScope(scope: string): void {
  const wrong = scope.split(' ').find(one => !SCOPE.test(one))
  if (wrong === undefined) return
  throw new UserError(
    `"${wrong}" is not a valid repository scope`,
    'write repository:NAME:pull without wildcards, and spaces between several',
  )
}
