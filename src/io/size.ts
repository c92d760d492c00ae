import { LARGEST } from '../manifest/source.ts'
import { InputError } from './input.ts'

/** Throws InputError for an input that is too large. */
export function checkSize(bytes: number): void {
  if (bytes <= LARGEST) return
  throw new InputError('the input is larger than 2 GiB', 'split it, or use inject or uninject with --stream')
}
