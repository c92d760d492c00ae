import { Command, Option } from 'clipanion'
import { completionScript, installScript } from '../io/completion-script.ts'
import { writeStream } from '../io/output.ts'
import { AcrCommand } from './command.ts'

export class CompletionCommand extends AcrCommand {
  static override paths = [['completion']]
  static override usage = Command.Usage({
    description: 'Print or install what completes "kubectl acr <TAB>"',
    details:
      'A shell that completes kubectl (see kubectl completion --help) completes a plugin, too, if a program\n' +
      'kubectl_complete-acr is on PATH. npm installs it; Krew and a download leave it to this command.',
    examples: [
      ['Put it beside kubectl-acr', 'kubectl acr completion --install'],
      ['Look at it first', 'kubectl acr completion'],
    ],
  })

  install = Option.String('--install', {
    tolerateBoolean: true,
    description: 'write it to `DIR`, by default where kubectl-acr is, which must be on PATH',
  })

  override async execute(): Promise<number> {
    const { stdout, stderr, runtime } = this.context
    if (this.install === undefined || this.install === false) {
      await writeStream(stdout, 'standard output', completionScript(runtime.platform))
      return 0
    }
    const folder = typeof this.install === 'string' ? this.install : undefined
    const path = await installScript(folder, runtime.platform, this.context)
    stderr.write(`${path} completes "kubectl acr" in a shell that completes kubectl\n`)
    return 0
  }
}
