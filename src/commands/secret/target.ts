import type { EffectiveSettings, KnownRegistry } from '../../configuration/effective-settings.ts'
import { secretsOf, valuesOf } from '../../configuration/registry-settings.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import { serversOf } from '../../pull-secret/server.ts'
import { UsageError } from '../../text/user-error.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import { serversIn } from '../shared/input/registry-flags.ts'
import type { SecretValues } from './flags.ts'

/** The Secret of a call: its name and its registry hosts. */
export interface SecretTarget {
  readonly name: string
  readonly servers: readonly string[]
  readonly notices: readonly Notice[]
}

/**
 * The Secret that the flags name, or the pull secret of the configuration with its registries. Throws UserError for
 * an invalid host, and for a host of the configuration outside ACR: the author of that file must not decide if
 * credentials are sent.
 */
export function targetOf(values: SecretValues, settings: EffectiveSettings): SecretTarget {
  const name = values.operand ?? onlyName(settings)
  const kubectlValues = [values.dockerServer, values.dockerUsername, values.dockerPassword, values.fromFile]
  if (kubectlValues.some(value => value !== undefined))
    return { name, servers: serversIn(values), notices: [] }
  if (values.registry.length > 0) {
    const servers = values.registry.flatMap(registry => {
      const [server = ''] = serversIn({ ...values, registry: [registry], regions: [] })
      const known = settings.registries.find(one => one.server.value === server)
      const regions = values.regions.length > 0 ? values.regions : valuesOf(known?.regions ?? [])
      return serversIn({ ...values, registry: [registry], regions })
    })
    return { name, servers: [...new Set(servers)], notices: [] }
  }
  const registries = settings.registries.filter(registry => isFor(name, registry, settings))
  const foreign = registries.find(({ server }) => parseLoginServer(server.value) === undefined)?.server.value
  if (foreign !== undefined)
    throw new UsageError(
      `${settings.file} lists ${foreign}, which is not a login server of ACR, so no credential is created for it by default`,
      'Name the registries with --registry.',
    )
  const servers = registries.flatMap(({ server, regions }) =>
    serversOf({
      registry: server.value,
      regions: values.regions.length > 0 ? values.regions : valuesOf(regions),
    }),
  )
  const message = `the registries of ${name} in ${settings.file}: ${servers.join(', ')}`
  return { name, servers, notices: servers.length === 0 ? [] : [{ severity: 'note', message }] }
}

function onlyName({ secrets, file }: EffectiveSettings): string {
  const [first, second] = secrets
  if (first !== undefined && second === undefined) return first.value
  throw new UsageError(
    `${file} lists several pull secrets: ${valuesOf(secrets).join(', ')}`,
    `Name one of them: kubectl acr secret ${first?.value ?? 'NAME'}`,
  )
}

/** Whether images of a registry get a pull secret of this name. */
function isFor(name: string, registry: KnownRegistry, settings: EffectiveSettings): boolean {
  return registry.credentialFree?.value !== true && secretsOf(registry, settings).includes(name)
}
