import { registriesFrom } from '../image/registry.ts'
import { writeStream } from '../io/output.ts'
import type { Source } from '../manifest/source.ts'
import type { Checked } from '../check/read-manifests.ts'
import type { CheckFormat } from '../report/check-report.ts'
import { CheckFlags } from './check-flags.ts'
import { scopeOf } from './check-scope.ts'
import type { ClusterScope } from './check-scope.ts'
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
    const { readsManifests, cluster } = scopeOf(this, this.context.isTerminal.stdin)
    const sources = readsManifests ? await this.readInputs(false) : []
    if (sources === undefined || (readsManifests && this.tellEmpty(sources))) return 2
    const { checked, isBlind } = await this.look(sources, readsManifests, cluster)
    await this.show(checked, format)
    if (checked.problems.length > 0 || isBlind) return 2
    const { reaches } = await import('../check/finding.ts')
    return reaches(checked.check.findings, failOn) ? 1 : 0
  }

  private async look(sources: readonly Source[], areChecked: boolean, scope: ClusterScope | undefined) {
    const options = this.manifestOptions()
    const { checkEverywhere } = await import('./check-everywhere.ts')
    const registryOf = registriesFrom(options.registries)
    const wishes = { options, registryOf, areChecked, scope, asksRegistries: this.registryLogin }
    return checkEverywhere(sources, wishes, this.context)
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
