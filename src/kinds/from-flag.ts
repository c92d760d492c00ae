import { UsageError } from '../text/user-error.ts'
import { parsePlaces } from './notation.ts'
import type { WorkloadKind } from './workload-kind.ts'

const EXPECTED =
  "expected GROUP/KIND=PATH[,PATH], as in 'contoso.com/Worker=spec.template.spec' or 'contoso.com/Agent=spec.pullSecrets:strings'"

/**
 * Parses a value of `--kind`: `GROUP/KIND=PATH[,PATH]`, each path in the notation of notation.ts. Throws UsageError,
 * whose message begins with `option`.
 */
export function parseKind(text: string, option = '--kind'): WorkloadKind {
  const [, group, kind, paths] = /^([a-z0-9.-]*)\/([A-Za-z][A-Za-z0-9]*)=(.+)$/.exec(text) ?? []
  if (group === undefined || kind === undefined || paths === undefined)
    throw new UsageError(`${option} ${text}: ${EXPECTED}`)
  const places = parsePlaces(paths.split(',').map(path => path.replace(/^\./, '')))
  if (typeof places === 'string')
    throw new UsageError(`${option} ${text}: "${places}" is not a path; ${EXPECTED}`)
  return { group, kind, places, origin: { by: 'flag', text } }
}
