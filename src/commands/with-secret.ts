import { accompany, neededSecrets } from '../inject/accompany.ts'
import type { NeededSecret } from '../inject/accompany.ts'
import type { Transformation } from '../inject/outcome.ts'
import { gatherCredentials } from '../io/credentials.ts'
import type { AuthEntry } from '../pull-secret/credential.ts'
import { writeDockerConfig } from '../pull-secret/docker-config.ts'
import { renderManifests, secretOf } from '../pull-secret/secret.ts'
import type { Manifest } from '../pull-secret/secret.ts'
import { normalizeServer } from '../pull-secret/server.ts'
import type { AcrContext } from './command.ts'
import type { CredentialFlags } from './credential-options.ts'
import { sourceOf } from './credential-source.ts'
import { expiryAnnotation, expiryNotes } from './secret-expiry.ts'

/** The transformation with the pull secrets that it brought in, each in front of the first workload that needs it. */
export async function withSecrets(
  transformation: Transformation,
  flags: CredentialFlags,
  context: AcrContext,
): Promise<Transformation> {
  const source = sourceOf(flags)
  const needed = neededSecrets(transformation)
  if (transformation.problems.length > 0 || needed.length === 0) return transformation
  const servers = new Set(needed.flatMap(({ hosts }) => hosts.map(normalizeServer)))
  const entries = await gatherCredentials(source, [...servers], context)
  const written = await Promise.all(
    needed.map(async need => {
      const manifest = await manifestOf(need, entries)
      return {
        needed: need,
        yaml: renderManifests([manifest], 'yaml'),
        json: renderManifests([manifest], 'json'),
      }
    }),
  )
  for (const note of expiryNotes(entries)) context.stderr.write(`${note}\n`)
  return accompany(transformation, written)
}

/** The kubelet compares ports as they are written, so that each host keeps the image's. */
function manifestOf(
  { name, namespace, hosts }: NeededSecret,
  entries: readonly AuthEntry[],
): Promise<Manifest> {
  const own = hosts.flatMap(host => {
    const entry = entries.find(({ server }) => server === normalizeServer(host))
    return entry === undefined ? [] : [{ ...entry, server: host }]
  })
  return secretOf({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    dockerConfig: writeDockerConfig(own),
    labels: {},
    annotations: expiryAnnotation(own),
    immutable: false,
    appendHash: false,
  })
}
