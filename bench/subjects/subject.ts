import { inputOf, repositoryOf } from '../inputs/files.ts'
import type { Input } from '../inputs/files.ts'
import type { Shape } from '../inputs/shapes.ts'
import type { Command } from '../measure/command.ts'

/** Something that can be run on an input: this program, or what a user would pick instead. */
export interface Subject {
  readonly name: string
  readonly on: (input: Input) => Command
}

/** A subject, or why there is none on this machine. */
export type Found = Subject | { readonly absent: string }

export const piped = ({ file }: Input): { readonly pipe: readonly string[] } => ({ pipe: ['cat', file] })

/**
 * The same on a short input, which is handed over without a shell and `cat`, that would count at a start, and as a file:
 * what Node.js calls a pipe to its child is a socket, which nobody's manifests come from.
 */
export function briefly(subject: Found): Found {
  if ('absent' in subject) return subject
  return {
    name: subject.name,
    on: input => ({ argv: subject.on(input).argv, stdin: { file: input.file } }),
  }
}

/** A subject on its input, or why there is none. */
export type Side = Runnable | { readonly absent: string }

export interface Runnable {
  readonly name: string
  readonly bytes: number
  /** Makes the input if need be. */
  readonly command: () => Promise<Command>
}

export function on(subject: Found, shape: Shape, bytes: number): Side {
  if ('absent' in subject) return subject
  return { name: subject.name, bytes, command: async () => subject.on(await inputOf(shape, bytes)) }
}

/** A subject on a repository of so many files. */
export function onRepository(subject: Found, files: number): Side {
  if ('absent' in subject) return subject
  return { name: subject.name, bytes: files, command: async () => subject.on(await repositoryOf(files)) }
}
