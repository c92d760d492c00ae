import { findSources } from '../io/sources.ts'
import type { Found } from '../io/sources.ts'
import type { Place } from '../io/place.ts'
import { splitLists } from './values.ts'
import { CallError, NoInputError } from './command.ts'
import type { AcrContext } from './command.ts'

export interface InputFlags {
  readonly filename: readonly string[] | undefined
  readonly recursive: boolean
  readonly kustomize: string | undefined
  readonly inPlace: boolean
}

/** The inputs that the flags name, or a piped standard input. Throws CallError, in kubectl's words where it has some. */
export async function findInputs(flags: InputFlags, context: AcrContext): Promise<Found<Place>> {
  const { recursive, kustomize, inPlace } = flags
  const filenames = splitLists(flags.filename ?? [])
  if (kustomize !== undefined && filenames.length > 0)
    throw new CallError('only one of -f or -k can be specified')
  if (kustomize !== undefined && recursive) throw new CallError("the -k flag can't be used with -f or -R")
  if (filenames.includes('') || kustomize === '')
    throw new CallError('-f and -k need the name of a file or folder')
  if (filenames.filter(name => name === '-').length > 1)
    throw new CallError('standard input cannot be used for multiple arguments')
  const isPiped = filenames.length === 0 && kustomize === undefined
  if (isPiped && context.isTerminal.stdin) throw new NoInputError()
  const found = await findSources(
    {
      filenames: isPiped ? ['-'] : filenames,
      isRecursive: recursive,
      ...(kustomize === undefined ? {} : { kustomization: kustomize }),
    },
    context,
  )
  const other = found.found.find(({ path }) => path === undefined)
  if (inPlace && other !== undefined)
    throw new CallError(`--in-place changes files, and ${other.name} is none: name files or folders with -f`)
  return found
}

/** What is to be said of inputs without any resource. */
export function nothingIn(inputs: readonly { readonly name: string }[]): string {
  const [first, ...others] = inputs.map(({ name }) => name)
  const where = first === undefined || others.length > 0 ? 'the input' : first
  return `no resources in ${where}; check that it is the right one`
}
