import { registriesFrom } from '../inject/registries.ts'
import { writeStream } from '../io/output.ts'
import type { Checked } from '../check/read-manifests.ts'
import type { CheckFormat } from '../report/check-report.ts'
import { askRegistries } from './ask-registries.ts'
import { CheckFlags } from './check-flags.ts'
import { CHECK_USAGE } from './check-usage.ts'
import { CHECK_FORMATS, FAIL_ON } from './choices.ts'
import { usesColor } from './command.ts'
import { choose } from './values.ts'

const FOR_PEOPLE: readonly CheckFormat[] = ['table', 'wide']

export class CheckCommand extends CheckFlags {
  static override paths = [['check']]
  static override usage = CHECK_USAGE

  override async execute(): Promise<number> {
    const format = choose('--output', this.output, CHECK_FORMATS)
    const failOn = choose('--fail-on', this.failOn, FAIL_ON)
    const options = this.manifestOptions()
    const sources = await this.readInputs(false)
    if (sources === undefined) return 2
    const [{ readManifests }, { survey }, { check }, { reaches }] = await Promise.all([
      import('../check/read-manifests.ts'),
      import('../check/survey.ts'),
      import('../check/check.ts'),
      import('../check/finding.ts'),
    ])
    const { inventory, ...read } = await readManifests(sources, options)
    const seen = survey(inventory, registriesFrom(options.registries), this.context.now().getTime())
    const isAsking = this.registryLogin && read.problems.length === 0
    const checked = { ...read, check: check(isAsking ? await askRegistries(seen, this.context) : seen) }
    await this.show(checked, format)
    if (read.problems.length > 0 || isBlind(checked)) return 2
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

/** Whether registries were asked, and none had an answer for any image. */
function isBlind({ check: { asked } }: Checked): boolean {
  return asked !== undefined && asked.images > 0 && asked.unanswered === asked.images
}
