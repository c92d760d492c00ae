import { Option } from 'clipanion'
import type { Transformation } from '../inject/outcome.ts'
import type { Source } from '../manifest/source.ts'
import { REPORT_FORMATS, oneOf } from './choices.ts'
import { checkDelivery, deliver } from './delivery.ts'
import type { DeliveryFlags } from './delivery.ts'
import { reserveReport } from './report-delivery.ts'
import { InputCommand } from './input-command.ts'

/** What the verbs share that take manifests and give them back: inputs, outputs, report. */
export abstract class TransformCommand extends InputCommand implements DeliveryFlags {
  inPlace = Option.Boolean('--in-place', false, { description: 'change the files themselves' })
  check = Option.Boolean('--check', false, {
    description: 'write nothing; exit with 1 if anything would change',
  })
  diff = Option.Boolean('--diff', false, { description: 'show a diff; exit with 1 if anything would change' })
  quiet = Option.Boolean('-q,--quiet', false, { description: 'report errors only' })
  verbose = Option.Boolean('-v,--verbose', false, { description: 'report why the rest is unchanged, too' })
  report = Option.String('--report', 'text', {
    description: `write the report on stderr as ${oneOf(REPORT_FORMATS)}`,
  })
  reportFile = Option.String('--report-file', { description: 'keep that report in `FILE`; stderr gets text' })

  /** Turns the verb's own flags into the transformation to do. Throws what is wrong with them. */
  protected abstract prepare(): (sources: readonly Source[]) => Promise<Transformation>

  override async execute(): Promise<number> {
    const transform = this.prepare()
    checkDelivery(this)
    const sources = await this.readInputs(this.inPlace)
    if (sources === undefined) return 2
    await reserveReport(sources, this, this.context)
    return deliver(await transform(sources), this, this.context)
  }
}
