import { inputOf, repositoryOf } from '../inputs/files.ts'
import type { Input } from '../inputs/files.ts'
import type { Shape } from '../inputs/shapes.ts'
import type { Command } from '../measure/command.ts'

/** A program that can be run on an input: this one, or an alternative of a user. */
export interface Subject {
  readonly name: string
  readonly on: (input: Input) => Command
}

/** A subject, or the reason why it is missing on this machine. */
export type Found = Subject | { readonly absent: string }

export const piped = ({ file }: Input): { readonly pipe: readonly string[] } => ({ pipe: ['cat', file] })

/**
 * The subject on a short input, which is passed as a file: a shell and `cat` would count in the start time. A pipe
 * from Node.js to its child is a socket, unlike the pipes of users.
 */
export function briefly(subject: Found): Found {
  if ('absent' in subject) return subject
  return {
    name: subject.name,
    on: input => ({ argv: subject.on(input).argv, stdin: { file: input.file } }),
  }
}

/** A subject with its input, or the reason why it is missing. */
export type Side = Runnable | { readonly absent: string }

export interface Runnable {
  readonly name: string
  readonly bytes: number
  /** Generates the input if it does not exist. */
  readonly command: () => Promise<Command>
}

export function on(subject: Found, shape: Shape, bytes: number): Side {
  if ('absent' in subject) return subject
  return { name: subject.name, bytes, command: async () => subject.on(await inputOf(shape, bytes)) }
}

/** A subject on a repository with `files` files. */
export function onRepository(subject: Found, files: number): Side {
  if ('absent' in subject) return subject
  return { name: subject.name, bytes: files, command: async () => subject.on(await repositoryOf(files)) }
}
