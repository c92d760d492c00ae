import { Command, Option } from 'clipanion'
import description from '../../package.json' with { type: 'json' }
import { writeStream } from '../io/output.ts'
import { oneOf } from './choices.ts'
import { COMMIT } from './commit.ts'
import { AcrCommand } from './command.ts'
import type { Runtime } from './command.ts'
import { choose } from './values.ts'

const FORMATS = ['text', 'json'] as const
/** Go's names, as kubectl and its plugins write platforms. */
const OS_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }
const ARCH_NAMES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

export class VersionCommand extends AcrCommand {
  static override paths = [['version']]
  static override usage = Command.Usage({
    description: 'Print the version',
    details: 'The version, the commit that it was built from, what runs it, and the platform.',
    examples: [['For a program', 'kubectl acr version -o json']],
  })

  output = Option.String('-o,--output', 'text', {
    description: `print ${oneOf(FORMATS)} (default text)`,
  })

  override async execute(): Promise<number> {
    const { runtime, stdout } = this.context
    const version = `v${description.version}`
    const facts = {
      version,
      commit: COMMIT ?? 'unknown',
      runtime: nameOf(runtime),
      platform: platformOf(runtime),
    }
    const text =
      choose('-o', this.output, FORMATS) === 'json'
        ? JSON.stringify(facts, null, 2)
        : `${description.name} ${version} (commit ${facts.commit}, ${facts.runtime}, ${facts.platform})`
    await writeStream(stdout, 'standard output', `${text}\n`)
    return 0
  }
}

function nameOf({ versions }: Runtime): string {
  const { bun, node } = versions
  return bun === undefined ? `Node.js ${node}` : `Bun ${bun}`
}

function platformOf({ platform, arch }: Runtime): string {
  return `${OS_NAMES[platform] ?? platform}/${ARCH_NAMES[arch] ?? arch}`
}
