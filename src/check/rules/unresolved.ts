import { SUBDOMAIN_RULE } from '../../kubernetes/names.ts'
import { refusal } from '../examine/examine.ts'
import type { Examined, ListedSecret } from '../examine/examine.ts'
import { canReadCommand, secretCommand } from '../remedies/remedy-commands.ts'
import { atSite, hostWithoutCredential, linesOf, severityOf } from './rule.ts'
import type { Rule, FindingText } from './rule.ts'

/** Listed names without a Secret in the pod's namespace, or with one that cannot be read. */
export const unresolvedNames: Rule = examined => {
  const lineOf = linesOf(examined)
  // kubectl refuses the manifest with this list, so its names do not matter.
  if (refusal(examined.site) !== undefined) return []
  return examined.listed.flatMap(listed => {
    const words = wordsFor(examined, listed)
    return words === undefined ? [] : [atSite(examined, lineOf(listed), words)]
  })
}

function wordsFor(examined: Examined, { name, resolution }: ListedSecret): FindingText | undefined {
  const { namespace } = examined.placed.resource.identity
  const where = namespace === undefined ? 'its namespace' : `namespace ${namespace}`
  const command = secretCommand(name, namespace, hostWithoutCredential(examined))
  if (resolution.state === 'impossible')
    return {
      code: 'invalid-name',
      severity: severityOf(examined),
      brief: `${name} is not a valid Secret name`,
      what: `${name} is listed as a pull secret, and is not a valid Secret name`,
      remedy:
        resolution.meant === undefined
          ? `list the name of a Secret: ${SUBDOMAIN_RULE}`
          : `write ${resolution.meant}`,
    }
  if (resolution.state === 'absent')
    return {
      code: 'secret-missing',
      severity: severityOf(examined),
      brief: `${name} is missing`,
      what: `Secret ${name} does not exist in ${where}`,
      remedy: 'create it',
      command,
    }
  if (resolution.state === 'elsewhere')
    return {
      code: 'secret-in-other-namespace',
      severity: severityOf(examined),
      brief: `${name} is in another namespace`,
      what: `Secret ${name} is in namespace ${resolution.secret.identity.namespace ?? ''}, and pods use only Secrets of their own namespace`,
      remedy: `create one in ${where} too`,
      command,
    }
  if (resolution.state === 'denied' && resolution.failure !== undefined)
    return {
      code: 'secret-unread',
      severity: 'warning',
      brief: `${name} could not be read`,
      what: `Secret ${name} in ${where} could not be read: ${resolution.failure}`,
      remedy: 'try again later',
    }
  if (resolution.state === 'denied')
    return {
      code: 'secret-denied',
      severity: 'warning',
      brief: `reading ${name} is forbidden`,
      what: `Secret ${name} in ${where} cannot be read: forbidden (403)`,
      remedy: 'ask for permission to get Secrets',
      command: canReadCommand(namespace),
    }
  if (resolution.state !== 'found' || !resolution.isNamespaceUnknown) return undefined
  return {
    code: 'secret-without-namespace',
    severity: 'warning',
    brief: `${name} may be in another namespace`,
    what: `Secret ${name} and this workload do not both set a namespace, and match only if they are applied to the same one`,
    remedy: 'set the namespace of both, or of neither, or name it with -n',
  }
}
