import { DEFAULT_SECRET } from '../../pull-secret/secret-rules.ts'
import { commandLine } from '../command-line.ts'
import type { Finding, Injection } from '../finding.ts'

/** The inputs of a call, as flags of inject, and whether all of them are files that can be changed. */
export interface InputWords {
  readonly words: readonly string[]
  readonly areFiles: boolean
  readonly isPiped: boolean
}

/**
 * The registries that the call selects or adds, and the default pull secrets of inject if they differ from its
 * built-in default.
 */
export interface InjectDefaults {
  readonly registries: readonly string[]
  readonly secrets?: readonly string[] | undefined
}

interface FoundInPodSpec {
  readonly findings: readonly Finding[]
  readonly list: { readonly names: readonly string[] }
}

/** The key of findings that one command can fix. */
export function keyOfInjection({ flags }: Injection): string {
  return flags.join('\0')
}

/**
 * The commands that add pull secrets to all workloads of the input at once, by `keyOfInjection`. There is no command
 * if inject would change another workload.
 */
export function linesForAll(
  {
    podSpecs,
    findings,
  }: { readonly podSpecs: readonly FoundInPodSpec[]; readonly findings: readonly Finding[] },
  { words, areFiles, isPiped }: InputWords,
  { registries, secrets = [DEFAULT_SECRET] }: InjectDefaults,
): ReadonlyMap<string, string> {
  const lines = new Map<string, string>()
  const keyed = new Map(
    findings.flatMap(({ injects }) => (injects ? [[keyOfInjection(injects), injects]] : [])),
  )
  for (const [key, { flags }] of keyed) {
    if (findings.filter(finding => hasKey(finding, key)).length < 2) continue
    const names = flags.flatMap((flag, at) =>
      flags[at - 1] === '--secret' ? [flag.replace(/^.*=/, '')] : [],
    )
    const wanted = names.length === 0 ? secrets : names
    const isSafe = (podSpec: FoundInPodSpec): boolean =>
      podSpec.findings.some(finding => hasKey(finding, key)) ||
      wanted.every(name => podSpec.list.names.includes(name))
    if (!podSpecs.every(isSafe)) continue
    const narrowed = registries.filter(host => !flags.includes(host)).flatMap(host => ['--registry', host])
    const inject = ['kubectl', 'acr', 'inject', ...words, ...flags, ...narrowed]
    const line = commandLine(...inject, ...(areFiles ? ['--in-place'] : []))
    lines.set(key, areFiles || isPiped ? line : `${line} | kubectl apply -f -`)
  }
  return lines
}

function hasKey({ injects }: Finding, key: string): boolean {
  return injects !== undefined && keyOfInjection(injects) === key
}
