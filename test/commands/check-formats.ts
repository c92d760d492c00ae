import { findOut } from '../../src/commands/check/check.ts'
import { checkFlagRules, checkGroups } from '../../src/commands/check/flags.ts'
import { showCheck } from '../../src/commands/check/show-check.ts'
import { runCommand } from '../../src/commands/shared/arguments/clipanion-adapter.ts'
import { normalizeArguments } from '../../src/commands/shared/arguments/pflag.ts'
import { defineVerb } from '../../src/commands/shared/arguments/verb.ts'
import type { CheckFormat } from '../../src/report/check/options.ts'
import { collector, contextOf, wordsOf } from './in-process.ts'
import type { Around } from './in-process.ts'

/**
 * What check shows in each of some formats of what it finds once: asking a cluster takes far longer than showing what it
 * said. Throws what the call throws.
 */
export async function checkInFormats(
  line: string | readonly string[],
  formats: readonly CheckFormat[],
  around: Around,
): Promise<readonly string[]> {
  const shown: string[] = []
  const verb = defineVerb({
    name: 'check',
    summary: '',
    details: '',
    examples: [],
    groups: checkGroups,
    rules: checkFlagRules,
    run: async (values, context) => {
      const { found, failOn } = await findOut(values, context)
      for (const output of formats) {
        const [stream, text] = collector()
        await showCheck(found, { ...values, output, failOn }, { ...context, stdout: stream, stderr: stream })
        shown.push(text())
      }
      return 0
    },
  })
  const [, ...args] = wordsOf(line)
  await runCommand(verb, normalizeArguments(args, verb.flags), contextOf(around))
  return shown
}
