import { printable } from '../../report/printable.ts'
import { completionScript, installScript } from '../../io/completion/completion-script.ts'
import { writeStream } from '../../io/output/output.ts'
import { flagGroup, optionalTextFlag } from '../shared/arguments/flag.ts'
import { defineVerb } from '../shared/arguments/verb.ts'

export const completionVerb = defineVerb({
  name: 'completion',
  summary: 'Print or install the program that completes "kubectl acr <TAB>"',
  details:
    'A shell that completes kubectl (see kubectl completion --help) also completes its plugins, if a program ' +
    'kubectl_complete-acr is on PATH. npm installs that program; after Krew or a download, this command does.',
  examples: [
    ['Install it beside kubectl-acr', 'kubectl acr completion --install'],
    ['Print it', 'kubectl acr completion'],
  ],
  argumentHint:
    'A shell that completes kubectl needs no script of its own. Type this once: kubectl acr completion --install',
  groups: [
    flagGroup('Output', {
      install: optionalTextFlag(
        '--install',
        'write kubectl_complete-acr to `DIR`, which must be on PATH (default: where kubectl-acr is)',
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
