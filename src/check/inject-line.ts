import { parseLoginServer } from '../image/login-server.ts'
import { DEFAULT_SECRET } from '../inject/options.ts'
import { shellWord } from '../text/shell-word.ts'

/** The line that gives the workloads of a file pull secrets. `hosts`: of the images, for those that inject does not know by itself. */
export function injectFileCommand(
  file: string,
  secrets: readonly string[],
  hosts: readonly string[],
  flags: readonly string[] = [],
): string {
  return ['kubectl', 'acr', 'inject', '-f', file, ...injectFlags(secrets, hosts), ...flags, '--in-place']
    .map(shellWord)
    .join(' ')
}

/** What inject has to be told: names other than its own, and hosts that are none of ACR. */
export function injectFlags(secrets: readonly string[], hosts: readonly string[]): readonly string[] {
  const isDefault = secrets.length === 1 && secrets[0] === DEFAULT_SECRET
  const added = hosts.filter(host => parseLoginServer(host) === undefined)
  return [
    ...(isDefault ? [] : secrets.flatMap(secret => ['--secret', secret])),
    ...added.flatMap(host => ['--registry', host]),
  ]
}
