import type { Check } from './check.ts'
import { commandLine } from './command-line.ts'
import type { Finding } from './finding.ts'

const INJECT = 'kubectl acr inject'

/**
 * Adds the call's flags for kinds and ServiceAccounts to the commands of a check. Without them, inject would not find
 * the place, or would hide what a ServiceAccount lists.
 */
export function withReadingWords(checked: Check, words: readonly string[]): Check {
  if (words.length === 0) return checked
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
    ...checked,
    podSpecs: checked.podSpecs.map(podSpec => ({ ...podSpec, findings: podSpec.findings.map(read) })),
    findings: checked.findings.map(read),
  }
}
