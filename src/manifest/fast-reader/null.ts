import { codeAt } from './bytes.ts'
import type { PaddedBytes } from './bytes.ts'

const TILDE = 0x7e
const WORDS = ['null', 'Null', 'NULL'].map(word => Array.from(word, letter => letter.charCodeAt(0)))
const LENGTH = 4
const [LETTER_N, LOWER] = [0x6e, 0x20]

/** Whether an unquoted scalar is null. An empty scalar, which is null too, does not occur here. */
export function isNullText(text: string): boolean {
  return text === 'null' || text === '~' || text === 'Null' || text === 'NULL'
}

/** Whether the bytes between two offsets are null. */
export function isNullAt(codes: PaddedBytes, start: number, end: number): boolean {
  if (end - start === 1) return codeAt(codes, start) === TILDE
  return (
    end - start === LENGTH &&
    (codeAt(codes, start) | LOWER) === LETTER_N &&
    WORDS.some(word => word.every((letter, index) => codeAt(codes, start + index) === letter))
  )
}
