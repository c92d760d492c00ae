import { shellWord } from '../text/shell-word.ts'
import { parseLoginServer } from '../image/login-server.ts'
import { DEFAULT_SECRET } from '../inject/options.ts'
import type { Identity } from '../manifest/resource.ts'
import type { Place } from './finding.ts'

/** The line that gives a workload its pull secret: in its file, or in the cluster. */
export function injectCommand(
  identity: Identity,
  place: Place | undefined,
  secret: string | undefined,
): string {
  const flag = secret === undefined || secret === DEFAULT_SECRET ? [] : ['--secret', secret]
  if (place?.isFile === true)
    return commandLine('kubectl', 'acr', 'inject', '-f', place.source, ...flag, '--in-place')
  const inject = commandLine('kubectl', 'acr', 'inject', ...flag)
  if (place !== undefined) return `... | ${inject} | kubectl apply -f -`
  const { group, kind, namespace, name } = identity
  const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
  const get = commandLine('kubectl', 'get', type, name, ...flagFor(namespace), '-o', 'yaml')
  // What a Pod lists cannot be changed.
  const put = group === '' && kind === 'Pod' ? 'kubectl replace --force -f -' : 'kubectl apply -f -'
  return `${get} | ${inject} | ${put}`
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

/** Words as a POSIX shell takes them. */
function commandLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
