import type { Check } from './check.ts'
import { commandLine } from './command-line.ts'
import type { Finding } from './finding.ts'

const INJECT = 'kubectl acr inject'

/**
 * Adds the call's flags for kinds and ServiceAccounts to the commands of a check. Without them, inject would not find
 * the place, or would hide what a ServiceAccount lists.
 */
export function addReadingFlags(found: Check, words: readonly string[]): Check {
  if (words.length === 0) return found
  const read = (finding: Finding): Finding => {
    const { command, injects } = finding
    return {
      ...finding,
      ...(command === undefined
        ? {}
        : { command: command.replaceAll(`${INJECT} `, () => `${INJECT} ${commandLine(...words)} `) }),
      ...(injects === undefined ? {} : { injects: { ...injects, flags: [...words, ...injects.flags] } }),
    }
  }
  return {
    ...found,
    podSpecs: found.podSpecs.map(podSpec => ({ ...podSpec, findings: podSpec.findings.map(read) })),
    findings: found.findings.map(read),
  }
}
