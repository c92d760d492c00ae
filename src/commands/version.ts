import { Command } from 'clipanion'
import description from '../../package.json' with { type: 'json' }
import { writeStream } from '../io/output.ts'
import { AcrCommand } from './command.ts'

export class VersionCommand extends AcrCommand {
  static override paths = [['version']]
  static override usage = Command.Usage({ description: 'Print the version' })

  override async execute(): Promise<number> {
    await writeStream(this.context.stdout, 'standard output', `${description.name} v${description.version}\n`)
    return 0
  }
}
