import { printable } from '../../report/printable.ts'
import { completionScript, installScript } from '../../io/completion-script.ts'
import { writeStream } from '../../io/output.ts'
import { flagGroup, optionalTextFlag } from '../shared/flag.ts'
import { defineVerb } from '../shared/verb.ts'

export const completionVerb = defineVerb({
  name: 'completion',
  summary: 'Print or install what completes "kubectl acr <TAB>"',
  details:
    'A shell that completes kubectl (see kubectl completion --help) completes a plugin, too, if a program\n' +
    'kubectl_complete-acr is on PATH. npm installs it; Krew and a download leave it to this command.',
  examples: [
    ['Put it beside kubectl-acr', 'kubectl acr completion --install'],
    ['Look at it first', 'kubectl acr completion'],
  ],
  groups: [
    flagGroup('Completion', {
      install: optionalTextFlag(
        '--install',
        'write it to `DIR`, by default where kubectl-acr is, which must be on PATH',
      ),
    }),
  ],
  rules: [],
  run: async ({ install }, context) => {
    const { stdout, stderr, runtime } = context
    if (install === undefined) {
      await writeStream(stdout, 'standard output', completionScript(runtime.platform))
      return 0
    }
    const path = await installScript(install === true ? undefined : install, runtime.platform, context)
    stderr.write(`${printable(path)} completes "kubectl acr" in a shell that completes kubectl\n`)
    return 0
  },
})
