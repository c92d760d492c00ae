import type { Check } from './check.ts'
import { addressed, commandLine } from './command-line.ts'
import { keyOfWorkload } from './failures/failure.ts'
import type { Finding, FindingCode } from './finding.ts'
import type { Ownership } from './inventory/ownership.ts'
import type { Survey } from './examine/survey.ts'

// Findings that are fixed in the object itself, or at its owner if it has one.
const AT_OBJECT: ReadonlySet<FindingCode> = new Set([
  'misplaced-list',
  'list-placeholder',
  'malformed-list',
  'empty-entry',
  'duplicate-entry',
  'shadowed-service-account',
  'service-account-missing',
  'nodes-may-pull',
  'wrong-type',
  'wrong-key',
  'unreadable-secret',
  'double-base64',
  'identity-token',
  'empty-credential',
  'stray-characters',
  'placeholder-credential',
  'foreign-token',
  'secret-id',
  'no-token',
  'hidden-pair',
  'token-expired',
  'token-expiring',
  'wildcard-entry',
  'credential-refused',
  'pull-without-credential',
  'pull-invalid-name',
])

/**
 * Adapts a check to the cluster that was inspected. Commands get kubectl's flags for that cluster. For an object with
 * an owner, the remedy is to change the owner, because the owner reverts other changes.
 */
export function withAdvice(found: Check, { context }: Survey, flags: readonly string[]): Check {
  const { resources, secrets } = context.inventory
  const owners = new Map<string, Ownership>()
  for (const { resource, ownedBy } of resources)
    if (ownedBy !== undefined) owners.set(keyOfWorkload(resource.identity), ownedBy)
  for (const { identity, ownedBy } of secrets)
    if (ownedBy !== undefined) owners.set(keyOfWorkload(identity), ownedBy)
  const secretOwners = new Map(
    secrets.flatMap(({ identity: { name, namespace = '' }, ownedBy }) =>
      ownedBy === undefined
        ? []
        : [[`${commandLine('kubectl', 'acr', 'secret', name, '-n', namespace)} `, ownedBy] as const],
    ),
  )
  if (flags.length === 0 && owners.size === 0 && secretOwners.size === 0) return found
  const ownerOf = ({ resource, command = '' }: Finding): Ownership | undefined =>
    [...secretOwners].find(([line]) => command.startsWith(line))?.[1] ?? owners.get(keyOfWorkload(resource))
  const advise = (finding: Finding): Finding => {
    const { command, ...rest } = atOwner(finding, ownerOf(finding))
    return command === undefined ? rest : { ...rest, command: addressed(command, flags) }
  }
  return {
    ...found,
    podSpecs: found.podSpecs.map(podSpec => ({ ...podSpec, findings: podSpec.findings.map(advise) })),
    findings: found.findings.map(advise),
  }
}

function atOwner(finding: Finding, owner: Ownership | undefined): Finding {
  const { command: own, ...rest } = finding
  const isSecret = own?.startsWith('kubectl acr secret ') === true
  if (owner === undefined || finding.place !== undefined) return finding
  if (!isSecret && !AT_OBJECT.has(finding.code)) return finding
  // A restart creates new pods. No owner reverts that.
  if (own?.includes('rollout restart') === true || own?.includes(' describe ') === true) return finding
  const { remedy, command } = owner
  return { ...rest, remedy: `${finding.remedy}: ${remedy}`, ...(command === undefined ? {} : { command }) }
}
