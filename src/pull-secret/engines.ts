import { checkRequest } from './engine-request.ts'
import type { EngineManifests, EngineRequest } from './engine-request.ts'
import { externalSecrets } from './external-secrets.ts'
import { msiAcrpull } from './msi-acrpull.ts'

export type Engine = 'external-secrets' | 'msi-acrpull'

/** What to apply so that an engine in the cluster makes the pull secret and renews it. Throws UserError. */
export function engineManifests(engine: Engine, request: EngineRequest): EngineManifests {
  checkRequest(request)
  const deduplicated = { ...request, namespaces: [...new Set(request.namespaces)] }
  return engine === 'external-secrets' ? externalSecrets(deduplicated) : msiAcrpull(deduplicated)
}
