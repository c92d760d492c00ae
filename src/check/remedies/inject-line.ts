import { DEFAULT_SECRET } from '../../pull-secret/secret-rules.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import { onlyFor } from '../../manifest/only.ts'
import type { Identity } from '../../manifest/resource.ts'
import { STANDARD_INPUT } from '../../manifest/source.ts'
import { commandLine } from '../command-line.ts'
import type { Finding, Location } from '../finding.ts'
import type { ConfiguredCall } from '../inventory/inventory.ts'

/**
 * The command that adds pull secrets to one resource of the input and changes no other: in its file; for a
 * kustomization or URL, on the way to the cluster; for standard input, as one more command of the pipeline.
 */
export function injectLine(
  identity: Identity,
  place: Location,
  flags: readonly string[],
): Required<Pick<Finding, 'command' | 'injects'>> {
  const only = onlyFor(identity)
  const words = [...(only === undefined ? [] : ['--only', only]), ...flags]
  return { command: injectInput(place, words), injects: { flags, ...(only === undefined ? {} : { only }) } }
}

/** The command for all resources of a source, or for those that the words select. */
export function injectInput(
  place: Pick<Location, 'source' | 'isFile' | 'isBuilt'>,
  words: readonly string[],
): string {
  const { source, isFile, isBuilt } = place
  if (isFile) return commandLine('kubectl', 'acr', 'inject', '-f', source, ...words, '--in-place')
  if (source === STANDARD_INPUT) return commandLine('kubectl', 'acr', 'inject', ...words)
  const input = isBuilt === true ? '-k' : '-f'
  return `${commandLine('kubectl', 'acr', 'inject', input, source, ...words)} | kubectl apply -f -`
}

/**
 * The flags that inject needs: Secret names other than its default, and hosts outside ACR. With a configuration, each
 * name is for one host, because a name for all registries would not replace the pull secret that the configuration
 * has for one registry.
 */
export function injectFlags(
  secrets: readonly string[],
  hosts: readonly string[],
  configuration: ConfiguredCall | undefined,
): readonly string[] {
  const isDefault = secrets.length === 1 && secrets[0] === DEFAULT_SECRET
  if (configuration !== undefined) {
    const named = secrets.flatMap(secret =>
      secret.includes('=') ? [secret] : hosts.map(host => `${host}=${secret}`),
    )
    if (named.length > 0) return [...configuration.words, ...named.flatMap(rule => ['--secret', rule])]
  }
  const added = hosts.filter(host => parseLoginServer(host) === undefined)
  return [
    ...(configuration?.words ?? []),
    ...(isDefault ? [] : secrets.flatMap(secret => ['--secret', secret])),
    ...added.flatMap(host => ['--registry', host]),
  ]
}
