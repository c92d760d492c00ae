import { parseLoginServer } from '../image/login-server.ts'
import { engineManifests } from '../pull-secret/engines.ts'
import type { EngineIdentity } from '../pull-secret/engine-request.ts'
import type { Manifest } from '../pull-secret/secret.ts'
import { DEFAULT_SECRET } from '../inject/options.ts'
import { ENGINES } from './choices.ts'
import { CallError } from './command.ts'
import { serversIn } from './registry-servers.ts'
import type { SecretFlags } from './secret-manifests.ts'
import { choose, splitLists } from './values.ts'

export interface EngineFlags extends Pick<
  SecretFlags,
  'name' | 'registry' | 'cloud' | 'regions' | 'namespace' | 'tenant'
> {
  readonly for: string | undefined
  readonly workloadIdentity: string | undefined
  readonly managedIdentity: string | undefined
  readonly principalSecret: string | undefined
  readonly scope: string | undefined
}

/** What to apply so that an engine in the cluster makes the pull secret, and the name that workloads must refer to. */
export function engineOf(flags: EngineFlags): {
  readonly manifests: readonly Manifest[]
  readonly notes: readonly string[]
} {
  const engine = choose('--for', flags.for ?? '', ENGINES)
  const servers = serversIn(flags)
  const [server] = servers
  if (server === undefined) throw new CallError('no registry is named', 'Add --registry NAME.')
  const { manifests, secretName } = engineManifests(engine, {
    name: flags.name ?? DEFAULT_SECRET,
    servers,
    cloud: parseLoginServer(server)?.cloud ?? 'public',
    identity: identityOf(flags),
    namespaces: splitLists(flags.namespace ?? []),
    ...(flags.tenant === undefined ? {} : { tenantId: flags.tenant }),
    ...(flags.scope === undefined ? {} : { scope: flags.scope }),
  })
  return {
    manifests,
    notes: [`note: the pull secret will be ${secretName}: kubectl acr inject --secret ${secretName}`],
  }
}

function identityOf({ workloadIdentity, managedIdentity, principalSecret }: EngineFlags): EngineIdentity {
  const identities: EngineIdentity[] = []
  if (workloadIdentity !== undefined)
    identities.push({ kind: 'workload-identity', serviceAccount: workloadIdentity })
  if (managedIdentity?.startsWith('/'))
    identities.push({ kind: 'managed-identity', resourceId: managedIdentity })
  else if (managedIdentity !== undefined)
    identities.push({ kind: 'managed-identity', clientId: managedIdentity })
  if (principalSecret !== undefined)
    identities.push({
      kind: 'service-principal',
      secret: principalSecret,
      clientIdKey: 'clientid',
      clientSecretKey: 'clientsecret',
    })
  const [identity, another] = identities
  if (identity === undefined || another !== undefined)
    throw new CallError(
      'an engine needs one identity to log in as',
      'Give one of --workload-identity, --managed-identity and --principal-secret.',
    )
  return identity
}
