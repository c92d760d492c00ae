import { nameResource } from '../../manifest/resource.ts'
import { keyOf } from '../../pull-secret/keyring.ts'
import { mayHold } from '../examine/examine.ts'
import type { Examined, ExaminedImage, ListedSecret } from '../examine/examine.ts'
import type { Finding } from '../finding.ts'
import type { PlacedGeneratedSecret } from '../inventory/inventory.ts'
import { severityOf } from './rule.ts'
import type { Rule, FindingText } from './rule.ts'

/** Generated Secrets that the kubelet will ignore, that are for other hosts, or that are renewed too late. */
export const generatedSecretFaults: Rule = examined =>
  examined.listed.flatMap(listed => {
    const { resolution } = listed
    if (resolution.state !== 'generated' || resolution.generated === undefined) return []
    const { generated } = resolution
    return [
      ...faults(examined, listed),
      ...otherHosts(examined, listed, generated),
      ...lateRenewal(generated),
    ].map(words => atCreator(generated, words))
  })

function faults(examined: Examined, { name, content }: ListedSecret): readonly FindingText[] {
  if (content?.kind !== 'ignored') return []
  const { code, brief, what, remedy } = content.fault
  return [
    {
      code,
      severity: severityOf(examined),
      brief: `${name} is ${brief}`.replace('is without', 'has no'),
      what,
      remedy,
    },
  ]
}

function otherHosts(
  examined: Examined,
  listed: ListedSecret,
  generated: PlacedGeneratedSecret,
): readonly FindingText[] {
  if (listed.content !== undefined) return []
  const lacking = examined.images.filter(
    ({ registry, status }) => status !== 'pulls' && !mayHold(listed, registry.host),
  )
  const hosts = new Map(lacking.map(image => [image.registry.host, image]))
  return [...hosts.values()].map(image => wordsForHost(image, listed.name, generated))
}

function wordsForHost(
  { use, registry, status }: ExaminedImage,
  name: string,
  generated: PlacedGeneratedSecret,
): FindingText {
  const servers = (generated.servers ?? []).flatMap(server => keyOf(server) ?? [])
  const found = servers.length === 0 ? 'without entries' : `with entries only for ${servers.join(' and ')}`
  return {
    code: 'no-entry-for-host',
    severity: status === 'fails' ? 'error' : 'warning',
    image: use.reference,
    brief: `no entry for ${registry.host}`,
    what: `${nameResource(generated.creator)} creates ${name} ${found}, not for ${registry.host}`,
    remedy: `add an entry for ${registry.host} to ${nameResource(generated.creator)}`,
  }
}

const HOUR = 3600

function lateRenewal({ name, creator, renewal, lifetime }: PlacedGeneratedSecret): readonly FindingText[] {
  if (renewal === undefined || lifetime === undefined || renewal < lifetime) return []
  const lives = lifetime >= 2 * HOUR ? `${lifetime / HOUR} hours` : `${lifetime / 60} minutes`
  const renews = Number.isFinite(renewal) ? `after ${durationWords(renewal)}` : 'never'
  return [
    {
      code: 'renewed-too-late',
      severity: 'warning',
      brief: `${name} is renewed too late`,
      what: `${nameResource(creator)} renews ${name} ${renews}, and its token expires after ${lives}`,
      remedy: `set refreshInterval to ${lifetime >= 2 * HOUR ? '1h' : '30m'}`,
    },
  ]
}

function durationWords(seconds: number): string {
  if (seconds % HOUR === 0) return `${seconds / HOUR} hours`
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`
}

function atCreator({ creator, place }: PlacedGeneratedSecret, words: FindingText): Finding {
  return { ...words, resource: creator, ...(place === undefined ? {} : { place }) }
}
