import { Option } from 'clipanion'
import type { DocumentTransform } from '../inject/document-transform.ts'
import type { Transformation } from '../inject/outcome.ts'
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

  stream = Option.Boolean('--stream', false, {
    description: 'write each document when it is done, and on an error what came before it',
  })

  /** Turns the verb's own flags into the transform to do. Throws what is wrong with them. */
  protected abstract prepare(): () => Promise<DocumentTransform>

  /** What is still to be done about the result before it is delivered. */
  protected complete(transformation: Transformation): Promise<Transformation> {
    return Promise.resolve(transformation)
  }

  override async execute(): Promise<number> {
    const loadTransform = this.prepare()
    checkDelivery(this)
    if (this.stream) return this.#executeStream(loadTransform)
    const sources = await this.readInputs(this.inPlace)
    if (sources === undefined) return 2
    if ((this.check || this.diff) && this.tellEmpty(sources)) return 2
    await reserveReport(sources, this, this.context)
    const { transformSources } = await import('../inject/transform-sources.ts')
    const transformation = await transformSources(sources, await loadTransform())
    return deliver(await this.complete(transformation), this, this.context)
  }

  async #executeStream(loadTransform: () => Promise<DocumentTransform>): Promise<number> {
    const { checkStream, deliverStream } = await import('./stream-delivery.ts')
    const transform = await loadTransform()
    checkStream(this, transform)
    const { found, problems } = await this.findInputs(false)
    if (this.tellProblems(problems)) return 2
    return deliverStream(found, transform, this, this.context)
  }
}
