import { doubtsAbout } from '../../image/login-server.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** What is odd about a host that still gets its credential. */
export const doubtfulHosts: Rule = examined => {
  const images = examined.images.filter(({ attempts, status }) => status !== 'fails' || attempts.length > 0)
  const doubts = new Map(
    images.flatMap(({ registry, use }) => doubtsAbout(registry.domain).map(doubt => [doubt, use] as const)),
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
