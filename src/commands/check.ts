import { Option } from 'clipanion'
import type { Checked, CheckOptions } from '../check/check-manifests.ts'
import { parseRegistry, parseServiceAccount } from '../inject/options.ts'
import { writeStream } from '../io/output.ts'
import type { CheckFormat } from '../report/check-report.ts'
import { CHECK_FORMATS, FAIL_ON, oneOf } from './choices.ts'
import { CHECK_USAGE } from './check-usage.ts'
import { usesColor } from './command.ts'
import { InputCommand } from './input-command.ts'
import { choose, splitLists } from './values.ts'

const FOR_PEOPLE: readonly CheckFormat[] = ['table', 'wide']

export class CheckCommand extends InputCommand {
  static override paths = [['check']]
  static override usage = CHECK_USAGE

  output = Option.String('-o,--output', 'table', {
    description: `show the result as ${oneOf(CHECK_FORMATS)} (default table)`,
  })
  failOn = Option.String('--fail-on', 'error', {
    description: `exit with 1 from ${oneOf(FAIL_ON)} on (default error)`,
  })
  strict = Option.Boolean('--strict', false, {
    description: 'take the input for all that there is: what is not in it is missing',
  })
  registry = Option.Array('--registry', {
    description: "only this ACR `HOST`; any other host is added to ACR's; repeatable",
  })
  serviceAccountSecret = Option.Array('--service-account-secret', {
    description: '`[NS/]NAME=A,B`: what an absent ServiceAccount lists; repeatable',
  })
  quiet = Option.Boolean('-q,--quiet', false, { description: 'leave out what is well' })

  override async execute(): Promise<number> {
    const format = choose('--output', this.output, CHECK_FORMATS)
    const failOn = choose('--fail-on', this.failOn, FAIL_ON)
    const options: CheckOptions = {
      registries: splitLists(this.registry ?? []).map(name => parseRegistry(name)),
      serviceAccounts: (this.serviceAccountSecret ?? []).map(parseServiceAccount),
      isComplete: this.strict,
      now: this.context.now().getTime(),
    }
    const sources = await this.readInputs(false)
    if (sources === undefined) return 2
    const [{ checkManifests }, { reaches }] = await Promise.all([
      import('../check/check-manifests.ts'),
      import('../check/finding.ts'),
    ])
    const checked = await checkManifests(sources, options)
    await this.show(checked, format)
    if (checked.problems.length > 0) return 2
    return reaches(checked.check.findings, failOn) ? 1 : 0
  }

  /** What could not be read is told to people instead of a result, and to programs within it. */
  private async show(checked: Checked, format: CheckFormat): Promise<void> {
    const { renderCheck, renderProblems } = await import('../report/check-report.ts')
    if (checked.problems.length > 0 && FOR_PEOPLE.includes(format)) {
      this.context.stderr.write(renderProblems(checked.problems, usesColor('stderr', this.context)))
      return
    }
    const color = usesColor('stdout', this.context)
    const text = renderCheck(checked, format, { isQuiet: this.quiet, color })
    await writeStream(this.context.stdout, 'standard output', text)
  }
}
