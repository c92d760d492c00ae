import { loginServerWarnings } from '../../image/login-server.ts'
import { nearLoginServer } from '../../image/near-login-server.ts'
import type { RegistryOf } from '../../image/registry.ts'
import type { Finding } from '../finding.ts'
import type { PlacedResource } from '../inventory/inventory.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Warnings about hosts that still get a credential. */
export const doubtfulHosts: Rule = examined => {
  const images = examined.images.filter(({ attempts, status }) => status !== 'fails' || attempts.length > 0)
  const doubts = new Map(
    images.flatMap(({ registry, use }) =>
      loginServerWarnings(registry.domain).map(doubt => [doubt, use] as const),
    ),
  )
  return [...doubts].map(([what, use]) =>
    atSite(examined, use.line, {
      code: 'doubtful-host',
      severity: 'warning',
      image: use.reference,
      brief: 'doubtful host',
      what,
      remedy: 'check the name of the registry',
    }),
  )
}

/**
 * Images whose host is nearly a login server. The kubelet asks another host for them, so no pull secret matters. No
 * examined pod spec contains them, so this looks at all resources.
 */
export function nearLoginServers(placed: PlacedResource, registryOf: RegistryOf): readonly Finding[] {
  return placed.resource.sites.flatMap(site => {
    const found = new Map(
      site.images.flatMap(use => {
        const near = registryOf(use.reference) === undefined ? nearLoginServer(use.reference) : undefined
        return near === undefined ? [] : [[near.what, { use, near }] as const]
      }),
    )
    return [...found.values()].map(({ use, near }) =>
      atSite({ placed, site }, use.line, {
        code: 'doubtful-host',
        severity: 'warning',
        image: use.reference,
        brief: 'doubtful host',
        what: near.what,
        remedy: near.meant === undefined ? 'check the name of the image' : `write ${near.meant}`,
      }),
    )
  })
}
