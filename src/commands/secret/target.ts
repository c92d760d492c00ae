import type { EffectiveSettings, KnownRegistry } from '../../configuration/effective-settings.ts'
import { secretsOf, valuesOf } from '../../configuration/registry-settings.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import { serversOf } from '../../pull-secret/server.ts'
import { UsageError } from '../../text/user-error.ts'
import type { Notice } from '../shared/errors.ts'
import { serversIn } from '../shared/registry-flags.ts'
import type { SecretValues } from './flags.ts'

/** Which Secret is made, and for which hosts. */
export interface SecretTarget {
  readonly name: string
  readonly servers: readonly string[]
  readonly notices: readonly Notice[]
}

/**
 * What the flags name; else the name of the configuration's pull secret, and the registries that it is for. Throws UserError
 * for what is no host, and for a host of the configuration that is none of ACR: whoever wrote that file must not be the one who
 * says where credentials go.
 */
export function targetOf(values: SecretValues, settings: EffectiveSettings): SecretTarget {
  const name = values.operand ?? onlyName(settings)
  const speaksKubectl = [values.dockerServer, values.dockerUsername, values.dockerPassword, values.fromFile]
  if (speaksKubectl.some(value => value !== undefined))
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
      `${settings.file} lists ${foreign}, which is not a login server of ACR, so that no credential is made for it unasked`,
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

/** Whether a registry's images get a pull secret of this name. */
function isFor(name: string, registry: KnownRegistry, settings: EffectiveSettings): boolean {
  return registry.credentialFree?.value !== true && secretsOf(registry, settings).includes(name)
}
