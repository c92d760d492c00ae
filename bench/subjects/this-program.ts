import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printed } from '../inputs/files.ts'
import type { Shape } from '../inputs/shapes.ts'
import { piped } from './subject.ts'
import type { Found, Runnable, Subject } from './subject.ts'

const launcher = fileURLToPath(new URL('../../plugin/bin/kubectl-acr', import.meta.url))
const ARGUMENTS = ['inject', '-f', '-']

/** The built bundle at the end of a pipe, with its report, as users run it. */
export const inject: Subject = {
  name: 'inject',
  on: input => ({ argv: [process.execPath, launcher, ...ARGUMENTS], stdin: piped(input) }),
}

/** The check of an input. A check with findings is not a failure. */
export const check: Subject = {
  name: 'check',
  on: input => ({
    argv: ['sh', '-c', `"$0" "$1" check -f - >/dev/null; [ $? -le 1 ]`, process.execPath, launcher],
    stdin: piped(input),
  }),
}

/** A gate over a repository, which finds something. */
export const gateBy = (
  program: readonly string[],
  name: string,
  input = (folder: string): readonly string[] => ['-R', '-f', folder],
): Subject => ({
  name,
  on: ({ folder }) => ({
    argv: ['sh', '-c', '"$@"; [ $? -le 1 ]', 'sh', ...program, 'inject', '--check', '-q', ...input(folder)],
  }),
})

/** The same over what a glob finds. */
export const globGateBy = (program: readonly string[], name: string): Subject =>
  gateBy(program, name, folder => ['-f', `${folder}/**/*.yaml`])

/** A check of a repository, which finds something in each file that has an image of ACR. */
export const checkBy = (program: readonly string[]): Subject => ({
  name: 'check',
  on: ({ folder }) => ({
    argv: ['sh', '-c', '"$@" >/dev/null; [ $? -le 1 ]', 'sh', ...program, 'check', '-R', '-f', folder],
  }),
})

/**
 * Writes the pull secrets into the files of a repository and removes them again, so that the next run finds the same
 * files.
 */
export const inPlaceBy = (program: readonly string[], name: string): Subject => ({
  name,
  on: ({ folder }) => ({
    argv: [
      'sh',
      '-c',
      'folder=$1; shift; "$@" inject --in-place -q -R -f "$folder" && "$@" uninject --in-place -q -R -f "$folder"',
      'sh',
      folder,
      ...program,
    ],
  }),
})

/** The command that runs the bundle. */
export const BUNDLE: readonly string[] = [process.execPath, launcher]

/** `inject --stream` on an input that is generated while it is read, because a gigabyte is not worth keeping. */
export const injectStream = (shape: Shape, bytes: number): Runnable => ({
  name: 'inject --stream',
  bytes,
  command: async () => ({
    argv: [process.execPath, launcher, ...ARGUMENTS, '--stream'],
    stdin: { pipe: printed(shape, bytes) },
  }),
})

/** `inject` in the native executable of `--native`. */
export function nativeInject(path: string | undefined): Found {
  if (path === undefined) return { absent: 'no --native FILE was given' }
  if (!existsSync(path)) return { absent: `${path} does not exist` }
  return { name: 'native inject', on: input => ({ argv: [path, ...ARGUMENTS], stdin: piped(input) }) }
}
