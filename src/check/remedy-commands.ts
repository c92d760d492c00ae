import { parseLoginServer } from '../image/login-server.ts'
import type { Identity } from '../manifest/resource.ts'
import { commandLine } from './command-line.ts'
import type { Finding, Location } from './finding.ts'
import { injectFlags } from './inject-line.ts'
import type { Ownership } from './ownership.ts'

/** What gets a pull secret, and what stands in the way. */
export interface Target {
  readonly identity: Identity
  /** Absent for what stands in a cluster. */
  readonly place?: Location | undefined
  readonly ownedBy?: Ownership | undefined
  /** Whether the cluster still knows the manifest that it was applied with. */
  readonly isApplied: boolean
  /** Whether a container of it runs. */
  readonly isRunning: boolean
}

// What is refused once an object has been made: `field is immutable`.
const FIXED_TEMPLATES = [
  'batch/Job',
  'batch.volcano.sh/Job',
  'jobset.x-k8s.io/JobSet',
  'tekton.dev/TaskRun',
  'tekton.dev/PipelineRun',
  'argoproj.io/Workflow',
  'apps.kruise.io/BroadcastJob',
]

/** How a workload gets its pull secret: in its file, in the cluster, or where its owner has it from. */
export function injectRemedy(
  target: Target,
  secret: string | undefined,
  /** Of the images, since inject does not know all by itself. */
  hosts: readonly string[],
): Pick<Finding, 'remedy' | 'command'> {
  const { identity, place, ownedBy } = target
  const remedy = 'let inject put one in'
  const flag = injectFlags(secret === undefined ? [] : [secret], hosts)
  if (place?.isFile === true)
    return {
      remedy,
      command: commandLine('kubectl', 'acr', 'inject', '-f', place.source, ...flag, '--in-place'),
    }
  const inject = commandLine('kubectl', 'acr', 'inject', ...flag)
  if (place !== undefined) return { remedy, command: `${inject} -f - < MANIFEST | kubectl apply -f -` }
  if (ownedBy !== undefined) {
    const { remedy: way, command } = ownedBy
    return { remedy: way, ...(command === undefined ? {} : { command }) }
  }
  const { group, kind } = identity
  const isPod = group === '' && kind === 'Pod'
  if (isPod || FIXED_TEMPLATES.includes(`${group}/${kind}`)) return recreation(target, inject)
  return { remedy, command: `${getCommand(identity)} | ${inject} | kubectl apply -f -` }
}

/** What cannot be changed is deleted and created; not by a line to type, where it would end what runs. */
function recreation(
  { identity, isApplied, isRunning }: Target,
  inject: string,
): Pick<Finding, 'remedy' | 'command'> {
  const { group, kind } = identity
  const isPod = group === '' && kind === 'Pod'
  const why = isPod
    ? 'the list of a Pod cannot change: delete it and create it again with one'
    : `the template of a ${kind} cannot change: delete it and create it again with one`
  const save = `${isApplied ? lastApplied(identity) : getCommand(identity)} | ${inject}`
  if (isRunning)
    return { remedy: `${why}, once it may stop; this shows its manifest with one`, command: save }
  if (isApplied) return { remedy: why, command: `${save} | kubectl replace --force -f -` }
  // What was got of a cluster holds the UID of the object that it was, which a new one is refused with.
  return isPod
    ? { remedy: why, command: `${save} | kubectl replace --force -f -` }
    : { remedy: `${why}, from the manifest that it was made of` }
}

function getCommand(identity: Identity): string {
  return commandLine('kubectl', 'get', ...named(identity), '-o', 'yaml')
}

function lastApplied(identity: Identity): string {
  return commandLine('kubectl', 'apply', 'view-last-applied', ...named(identity))
}

function named({ group, kind, namespace, name }: Identity): readonly string[] {
  const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
  return [type, name, ...flagFor(namespace)]
}

/**
 * The line that makes a pull secret for one registry, under all of the hosts given; the user name and the password's
 * file are to be filled in.
 */
export function secretCommand(
  name: string,
  namespace: string | undefined,
  host: string,
  others: readonly string[] = [],
): string {
  const servers = [host, ...others].flatMap(one => parseLoginServer(one) ?? [])
  const regions = [...new Set(servers.flatMap(({ region }) => region ?? []))]
  const [server] = servers
  const registry =
    server === undefined || regions.length === 0 ? [host] : [server.registry, '--regions', regions.join(',')]
  const secret = commandLine(
    'kubectl',
    'acr',
    'secret',
    name,
    ...flagFor(namespace),
    '--registry',
    ...registry,
  )
  return `${secret} --username NAME --password-stdin < PASSWORD_FILE | kubectl apply -f -`
}

/** The line that says whether a Secret may be read. */
export function canReadCommand(namespace: string | undefined): string {
  return commandLine('kubectl', 'auth', 'can-i', 'get', 'secrets', ...flagFor(namespace))
}

/** The line that says whether ServiceAccounts may be read. */
export function canListAccountsCommand(namespace: string | undefined): string {
  return commandLine('kubectl', 'auth', 'can-i', 'list', 'serviceaccounts', ...flagFor(namespace))
}

export function restartCommand({ kind, namespace, name }: Identity): string {
  return commandLine('kubectl', 'rollout', 'restart', `${kind.toLowerCase()}/${name}`, ...flagFor(namespace))
}

export function describeCommand(pod: string, namespace: string): string {
  return commandLine('kubectl', 'describe', 'pod', pod, ...flagFor(namespace))
}

function flagFor(namespace: string | undefined): readonly string[] {
  return namespace === undefined ? [] : ['-n', namespace]
}
