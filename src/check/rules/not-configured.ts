import { secretsFor } from '../../pull-secret/secret-rules.ts'
import type { ListedSecret } from '../examine/examine.ts'
import { injectFlags } from '../remedies/inject-line.ts'
import { injectRemedy, injectTarget } from '../remedies/remedy-commands.ts'
import { atSite, linesOf } from './rule.ts'
import type { Rule } from './rule.ts'

/**
 * The configuration names a pull secret for a registry, and another one is listed which cannot be looked into. Where one
 * is in the input and has an entry for the registry, any name does.
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

/** Whether a controller fills a Secret, or it is encrypted, so that it may well have an entry. */
function mayHoldAny({ resolution, content }: ListedSecret): boolean {
  return resolution.state === 'generated' || (resolution.state === 'found' && content?.kind === 'encrypted')
}
