import { Option } from 'clipanion'
import type { Transformation } from '../inject/outcome.ts'
import { readSources } from '../io/sources.ts'
import type { Source } from '../manifest/source.ts'
import { REPORT_FORMATS, oneOf } from './choices.ts'
import { AcrCommand, errorLine } from './command.ts'
import { checkDelivery, deliver } from './delivery.ts'
import type { DeliveryFlags } from './delivery.ts'
import { reserveReport } from './report-delivery.ts'
import { findInputs } from './inputs.ts'
import type { InputFlags } from './inputs.ts'

/** What the verbs share that take manifests and give them back: inputs, outputs, report. */
export abstract class TransformCommand extends AcrCommand implements InputFlags, DeliveryFlags {
  filename = Option.Array('-f,--filename', {
    description: 'read `FILE`, folder, pattern, URL or - for stdin; repeatable',
  })
  recursive = Option.Boolean('-R,--recursive', false, { description: 'search folders within folders, too' })
  kustomize = Option.String('-k,--kustomize', { description: 'build the kustomization of `DIR`' })
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
    const places = await findInputs(this, this.context)
    const sources = await readSources(places.found)
    const problems = [...places.problems, ...sources.problems]
    if (problems.length > 0) {
      for (const { input, what, remedy } of problems)
        this.context.stderr.write(errorLine(`${input}: ${what}; ${remedy}`))
      return 2
    }
    await reserveReport(sources.found, this, this.context)
    return deliver(await transform(sources.found), this, this.context)
  }
}
