import { SUBDOMAIN_RULE } from '../../kubernetes/names.ts'
import type { Examined, ListedSecret } from '../examine.ts'
import { canReadCommand, secretCommand } from '../remedy-commands.ts'
import { atSite, hostInNeed, linesOf, severityOf } from './rule.ts'
import type { Rule, Words } from './rule.ts'

/** Names of the list that lead to no Secret in the pod's namespace, or to one that cannot be looked into. */
export const unresolvedNames: Rule = examined => {
  const lineOf = linesOf(examined)
  return examined.listed.flatMap(listed => {
    const words = wordsFor(examined, listed)
    return words === undefined ? [] : [atSite(examined, lineOf(listed), words)]
  })
}

function wordsFor(examined: Examined, { name, resolution }: ListedSecret): Words | undefined {
  const { namespace } = examined.placed.resource.identity
  const where = namespace === undefined ? 'its namespace' : `namespace ${namespace}`
  const command = secretCommand(name, namespace, hostInNeed(examined))
  if (resolution.state === 'impossible')
    return {
      code: 'invalid-name',
      severity: severityOf(examined),
      brief: `${name} is no name of a Secret`,
      what: `${name} is listed as a pull secret, and no Secret can have that name`,
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
      what: `there is no Secret ${name} in ${where}, and the kubelet goes on without it`,
      remedy: 'make it',
      command,
    }
  if (resolution.state === 'elsewhere')
    return {
      code: 'secret-in-other-namespace',
      severity: severityOf(examined),
      brief: `${name} is in another namespace`,
      what: `the Secret ${name} is in namespace ${resolution.secret.identity.namespace ?? ''}, and a pod finds only those of its own`,
      remedy: `make one in ${where}, too`,
      command,
    }
  if (resolution.state === 'denied' && resolution.failure !== undefined)
    return {
      code: 'secret-unread',
      severity: 'warning',
      brief: `${name} could not be read`,
      what: `the Secret ${name} in ${where} could not be read: ${resolution.failure}`,
      remedy: 'try again later',
    }
  if (resolution.state === 'denied')
    return {
      code: 'secret-denied',
      severity: 'warning',
      brief: `${name} may not be read`,
      what: `the Secret ${name} in ${where} may not be read, so that it is not known what it holds`,
      remedy: 'ask for the right to get it',
      command: canReadCommand(namespace),
    }
  if (resolution.state !== 'found' || !resolution.isLoose) return undefined
  return {
    code: 'secret-without-namespace',
    severity: 'warning',
    brief: `${name} may be in another namespace`,
    what: `the manifests of ${name} and of this workload do not both give a namespace, and go together only if they are applied to the same one`,
    remedy: 'give both of them one, or neither',
  }
}
