import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { insertSecrets, neededSecrets, existingSecrets } from '../../inject/transform/insert-secrets.ts'
import type { NeededSecret } from '../../inject/transform/insert-secrets.ts'
import type { Transformation } from '../../inject/outcome.ts'
import { gatherCredentials } from '../../io/credentials/credentials.ts'
import type { AuthEntry } from '../../pull-secret/credential.ts'
import { writeDockerConfig } from '../../pull-secret/docker-config.ts'
import { isLabel } from '../../kubernetes/names.ts'
import { renderManifests, secretOf } from '../../pull-secret/secret-manifest.ts'
import type { Manifest } from '../../pull-secret/secret-manifest.ts'
import { serverOfRegistry } from '../../pull-secret/server.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import { plainPasswordWarning, sourceOf } from '../shared/credentials/credential-flags.ts'
import type { CredentialValues } from '../shared/credentials/credential-flags.ts'
import { expiryAnnotation, expiryNotes } from '../shared/credentials/expiry-notes.ts'

/** Adds to a transformation the Secrets whose names it injected, each before the first workload that needs it. */
export async function withPullSecrets(
  transformation: Transformation,
  values: CredentialValues & { readonly namespace: string | undefined },
  context: CommandContext,
): Promise<Transformation> {
  const source = sourceOf(values, context)
  if (transformation.problems.length > 0) return transformation
  const paint = painterFor('stderr', context)
  const print = (notice: Notice): boolean => context.stderr.write(noticeLine(notice, paint))
  const note = (message: string): boolean => print({ severity: 'note', message })
  const needed = neededSecrets(transformation)
  if (needed.length === 0) note('nothing was injected, so no Secret is added')
  const rivals = needed.length === 0 ? [] : await existingSecrets(transformation, needed, values.namespace)
  const problems = [...needed.flatMap(namespaceProblems), ...rivals]
  if (needed.length === 0 || problems.length > 0) return { ...transformation, problems }
  if (values.password !== undefined) print(plainPasswordWarning('--password'))
  const servers = [...new Set(needed.flatMap(({ hosts }) => hosts.map(serverOfRegistry)))]
  if (source.kind === 'pair' && servers.length > 1)
    note(
      `the same user and password are used for ${servers.join(' and ')}; use --registry and --secret HOST=NAME for different ones`,
    )
  const entries = await gatherCredentials(source, servers, context)
  const entryOf = new Map(entries.toReversed().map(entry => [entry.server, entry]))
  const written = await Promise.all(
    needed.map(async need => {
      const manifest = await manifestOf(need, entryOf)
      return {
        needed: need,
        yaml: renderManifests([manifest], 'yaml'),
        json: renderManifests([manifest], 'json'),
      }
    }),
  )
  for (const { credential } of entries)
    if (credential.note !== undefined) print({ severity: 'warning', message: credential.note })
  for (const notice of expiryNotes(entries)) print(notice)
  return insertSecrets(transformation, written)
}

/**
 * Problems with a namespace, for which the API server would refuse the Secret. CheckResult before any credential is
 * requested.
 */
function namespaceProblems({
  namespace,
  source,
  document,
  line,
}: NeededSecret): readonly LocatedDiagnostic[] {
  if (namespace === undefined || isLabel(namespace)) return []
  const what = `"${namespace}" is not a valid name for a namespace, so no pull secret can be created there`
  return [
    {
      code: 'invalid-namespace',
      source,
      document,
      line,
      what,
      remedy: 'correct it, or remove --with-secret',
    },
  ]
}

/**
 * The Secret with one entry per image host. Each entry keeps the port as in the image, because the kubelet compares
 * ports as text.
 */
function manifestOf(
  { name, namespace, hosts }: NeededSecret,
  entryOf: ReadonlyMap<string, AuthEntry>,
): Promise<Manifest> {
  const own = hosts.flatMap(host => {
    const entry = entryOf.get(serverOfRegistry(host))
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
