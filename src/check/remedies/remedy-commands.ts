import { kubectlType } from '../command-line.ts'
import { parseLoginServer } from '../../image/login-server.ts'
import type { Identity } from '../../manifest/resource.ts'
import { commandLine } from '../command-line.ts'
import type { Finding, Location } from '../finding.ts'
import { injectLine } from './inject-line.ts'
import type { KnownSecret, PlacedResource } from '../inventory/inventory.ts'
import { STANDARD_INPUT } from '../../manifest/source.ts'
import type { Ownership } from '../inventory/ownership.ts'

/** A workload that needs a pull secret, and the facts that decide how it gets one. */
export interface Target {
  readonly identity: Identity
  /** Absent for objects of a cluster. */
  readonly place?: Location | undefined
  readonly ownedBy?: Ownership | undefined
  /** Whether the object still has the annotation with the last applied manifest. */
  readonly isApplied: boolean
  /** Whether any of its containers runs. */
  readonly isRunning: boolean
}

// Kinds whose template cannot change after creation: `field is immutable`.
const FIXED_TEMPLATES = [
  'batch/Job',
  'batch.volcano.sh/Job',
  'jobset.x-k8s.io/JobSet',
  'tekton.dev/TaskRun',
  'tekton.dev/PipelineRun',
  'argoproj.io/Workflow',
  'apps.kruise.io/BroadcastJob',
]

export function injectTarget(placed: PlacedResource, place: Location | undefined): Target {
  const { resource, ownedBy, isApplied = false, seen = [] } = placed
  const isRunning = seen.some(pod => pod.isRunning)
  return { identity: resource.identity, place, ownedBy, isApplied, isRunning }
}

/** The remedy for a workload without a pull secret, by flags of inject: in its file, in the cluster, or at its owner. */
export function injectRemedy(
  target: Target,
  flags: readonly string[],
): Pick<Finding, 'remedy' | 'command' | 'injects'> {
  const { identity, place, ownedBy } = target
  const remedy = 'add one with inject'
  if (place !== undefined) {
    const isPiped = !place.isFile && place.source === STANDARD_INPUT
    return {
      remedy: isPiped ? 'pipe the manifests through inject' : remedy,
      ...injectLine(identity, place, flags),
    }
  }
  if (ownedBy !== undefined) {
    const { remedy: way, command } = ownedBy
    return { remedy: way, ...(command === undefined ? {} : { command }) }
  }
  const inject = commandLine('kubectl', 'acr', 'inject', ...flags)
  if (isFixed(identity)) return recreation(target, inject)
  return { remedy, command: `${getCommand(identity)} | ${inject} | kubectl apply -f -` }
}

/** Whether a pod spec cannot change once its object has been made. */
export function isFixed({ group, kind }: Identity): boolean {
  return (group === '' && kind === 'Pod') || FIXED_TEMPLATES.includes(`${group}/${kind}`)
}

/**
 * An object that cannot be changed must be deleted and recreated. If one of its containers runs, the command does not
 * delete it.
 */
function recreation(
  { identity, isApplied, isRunning }: Target,
  inject: string,
): Pick<Finding, 'remedy' | 'command'> {
  const { group, kind } = identity
  const isPod = group === '' && kind === 'Pod'
  const why = isPod
    ? 'the list of a Pod cannot change: delete it and recreate it with one'
    : `the template of a ${kind} cannot change: delete it and recreate it with one`
  const save = `${isApplied ? lastApplied(identity) : getCommand(identity)} | ${inject}`
  if (isRunning)
    return { remedy: `${why}, once it may stop; this prints its manifest with one`, command: save }
  if (isApplied) return { remedy: why, command: `${save} | kubectl replace --force -f -` }
  // An object read from a cluster contains its UID. The API server refuses a new object with it.
  return isPod
    ? { remedy: why, command: `${save} | kubectl replace --force -f -` }
    : { remedy: `${why}, from the manifest that it was created from` }
}

function getCommand(identity: Identity): string {
  return commandLine('kubectl', 'get', ...named(identity), '-o', 'yaml')
}

function lastApplied(identity: Identity): string {
  return commandLine('kubectl', 'apply', 'view-last-applied', ...named(identity))
}

function named({ group, kind, namespace, name }: Identity): readonly string[] {
  return [kubectlType({ group, kind }), name, ...flagFor(namespace)]
}

/** The command that creates a pull secret in the cluster for one registry, with entries for all given hosts. */
export function secretCommand(
  name: string,
  namespace: string | undefined,
  host: string,
  others: readonly string[] = [],
): string {
  return `${printSecret(name, namespace, host, others)} | kubectl apply -f -`
}

/**
 * The command that recreates a Secret with one entry: in its file, if the file contains nothing else; in the cluster;
 * or printed, for the user to insert. The type of a Secret cannot change: `field is immutable`.
 */
export function recreateSecret(
  { identity, place, isAlone, type }: KnownSecret,
  namespace: string | undefined,
  host: string,
  others: readonly string[] = [],
): Required<Pick<Finding, 'command'>> & { readonly afterwards: string } {
  const print = printSecret(identity.name, namespace, host, others)
  if (place === undefined) {
    const hasOtherType = type !== PULL_SECRET
    return {
      command: `${print} | kubectl ${hasOtherType ? 'replace --force' : 'apply'} -f -`,
      afterwards: '',
    }
  }
  const { source, line, isFile } = place
  if (isFile && isAlone === true) {
    const format = /\.json$/i.test(source) ? ' -o json' : ''
    return { command: `${print}${format} > ${commandLine(source)}`, afterwards: '' }
  }
  if (isFile) return { command: print, afterwards: `; replace ${source}:${line} with what this prints` }
  return { command: print, afterwards: '; this prints its manifest' }
}

const PULL_SECRET = 'kubernetes.io/dockerconfigjson'

function printSecret(
  name: string,
  namespace: string | undefined,
  host: string,
  others: readonly string[],
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
  return `${secret} --username USER --password-stdin`
}

/** The command that checks whether a Secret may be read. */
export function canReadCommand(namespace: string | undefined): string {
  return commandLine('kubectl', 'auth', 'can-i', 'get', 'secrets', ...flagFor(namespace))
}

/** The command that checks whether ServiceAccounts may be listed. */
export function canListAccountsCommand(namespace: string | undefined): string {
  return commandLine('kubectl', 'auth', 'can-i', 'list', 'serviceaccounts', ...flagFor(namespace))
}

export function restartCommand({ kind, namespace, name }: Identity): string {
  return commandLine('kubectl', 'rollout', 'restart', `${kind.toLowerCase()}/${name}`, ...flagFor(namespace))
}

export function deletePodsCommand(pods: readonly string[], namespace: string): string {
  return commandLine('kubectl', 'delete', 'pod', ...pods, ...flagFor(namespace))
}

export function describeCommand([first = '']: readonly string[], namespace: string): string {
  return commandLine('kubectl', 'describe', 'pod', first, ...flagFor(namespace))
}

function flagFor(namespace: string | undefined): readonly string[] {
  return namespace === undefined ? [] : ['-n', namespace]
}
