import { namespacedName } from '../../kubernetes/service-account.ts'
import { nameResource } from '../../manifest/resource.ts'
import { isContentUnknown } from '../examine/examine.ts'
import type { Examined, ListedSecret } from '../examine/examine.ts'
import { atSite, linesOf } from './rule.ts'
import type { Rule, FindingText } from './rule.ts'

/** Notes on listed Secrets whose content is not known, so that they may have the credential for an image. */
export const unknownContent: Rule = examined => {
  const inDoubt = examined.images.filter(({ status }) => status === 'unknown')
  const hosts = [...new Set(inDoubt.map(({ registry }) => registry.host))]
  if (hosts.length === 0) return []
  const lineOf = linesOf(examined)
  return examined.listed.filter(isContentUnknown).flatMap(listed => {
    const words = wordsFor(examined, listed, hosts)
    return words === undefined ? [] : [atSite(examined, lineOf(listed), words)]
  })
}

function wordsFor(
  { placed }: Examined,
  { name, resolution }: ListedSecret,
  hosts: readonly string[],
): FindingText | undefined {
  const { namespace } = placed.resource.identity
  const common = {
    severity: 'note',
    remedy: `check that it has an entry for ${hosts.join(' and ')}`,
  } as const
  if (resolution.state === 'generated' && resolution.copyOf !== undefined) {
    const origin = namespacedName(resolution.copyOf.namespace, resolution.copyOf.name)
    return {
      ...common,
      code: 'secret-made-in-cluster',
      brief: `${name} is a copy of ${origin}`,
      what: `Secret ${name} is a copy of ${origin}, which is not in the input`,
    }
  }
  if (resolution.state === 'generated')
    return {
      ...common,
      code: 'secret-made-in-cluster',
      brief: `${name} is created by ${nameResource(resolution.creator)}`,
      what: `${nameResource(resolution.creator)} creates Secret ${name}${resolution.generated?.condition === undefined ? '' : `, as long as ${resolution.generated.condition}`}`,
    }
  if (resolution.state === 'found')
    return {
      ...common,
      code: 'secret-encrypted',
      brief: `${name} cannot be read here`,
      what: `Secret ${name} is encrypted, or holds a placeholder`,
    }
  if (resolution.state === 'denied') return undefined
  const where = namespace === undefined ? 'the cluster' : `namespace ${namespace}`
  return {
    ...common,
    code: 'secret-not-in-input',
    brief: `needs ${name} in the cluster`,
    what: `Secret ${name} is not in the input, so it must exist in ${where}`,
  }
}
