import { Option } from 'clipanion'
import type { InputProblem, Place } from '../io/place.ts'
import { readSources } from '../io/sources.ts'
import type { Found } from '../io/sources.ts'
import type { Source } from '../manifest/source.ts'
import { isEmpty } from '../manifest/stream.ts'
import { AcrCommand, errorLine } from './command.ts'
import { findInputs, nothingIn } from './inputs.ts'

/** What the verbs share that take manifests. */
export abstract class InputCommand extends AcrCommand {
  filename = Option.Array('-f,--filename', {
    description: 'read `FILE`, folder, pattern, URL or - for stdin; repeatable',
  })
  recursive = Option.Boolean('-R,--recursive', false, { description: 'search folders within folders, too' })
  kustomize = Option.String('-k,--kustomize', { description: 'build the kustomization of `DIR`' })

  /** All sources that the flags name; `undefined` where one cannot be had, and stderr says why. Throws CallError. */
  protected async readInputs(isInPlace: boolean): Promise<readonly Source[] | undefined> {
    const places = await this.findInputs(isInPlace)
    const sources = await readSources(places.found)
    return this.tellProblems([...places.problems, ...sources.problems]) ? undefined : sources.found
  }

  protected findInputs(isInPlace: boolean): Promise<Found<Place>> {
    const { filename, recursive, kustomize, context } = this
    return findInputs({ filename, recursive, kustomize, inPlace: isInPlace }, context)
  }

  /** Whether there is no resource to judge, which must not pass for one that is in order. */
  protected tellEmpty(sources: readonly Source[]): boolean {
    const isNothing = sources.every(({ bytes }) => isEmpty(bytes))
    if (isNothing) this.context.stderr.write(errorLine(nothingIn(sources)))
    return isNothing
  }

  /** Whether there are any. */
  protected tellProblems(problems: readonly InputProblem[]): boolean {
    for (const { input, what, remedy } of problems)
      this.context.stderr.write(errorLine(`${input}: ${what}; ${remedy}`))
    return problems.length > 0
  }
}
