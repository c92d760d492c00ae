import { secretsFor } from '../../pull-secret/secret-rules.ts'
import type { ListedSecret } from '../examine/examine.ts'
import { injectFlags } from '../remedies/inject-line.ts'
import { injectRemedy, injectTarget } from '../remedies/remedy-commands.ts'
import { atSite, linesOf } from './rule.ts'
import type { Rule } from './rule.ts'

/**
 * The configuration names a pull secret for a registry, and the workload lists another one whose content is not
 * known. Any name is fine if it is a Secret of the input with an entry for the registry.
 */
export const notConfigured: Rule = (examined, { inventory: { configuration } }) => {
  const { images, list, listed, placed } = examined
  const [first] = listed
  if (configuration === undefined || first === undefined || listed.some(mayHoldAny)) return []
  const told = new Set<string>()
  return images.flatMap(({ registry, status, isNeverPulled }) => {
    const { host } = registry
    const names = secretsFor(registry, configuration.rules)
    const isListed = names.length === 0 || names.some(name => list.names.includes(name))
    if (status !== 'unknown' || isNeverPulled === true || isListed || told.has(host)) return []
    told.add(host)
    const wanted = names.join(' and ')
    const finding = atSite(examined, linesOf(examined)(first), {
      code: 'secret-not-configured',
      severity: 'warning',
      brief: `${wanted} is not listed`,
      what: `${list.names.join(' and ')} is listed, and the configuration names ${wanted} for ${host}`,
      remedy: '',
    })
    const flags = injectFlags([], [host], configuration)
    return [{ ...finding, ...injectRemedy(injectTarget(placed, finding.place), flags) }]
  })
}

/** Whether a Secret may have any entry: a controller creates it, or it is encrypted. */
function mayHoldAny({ resolution, content }: ListedSecret): boolean {
  return resolution.state === 'generated' || (resolution.state === 'found' && content?.kind === 'encrypted')
}
