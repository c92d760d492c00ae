import * as assert from 'uvu/assert'
import { UserError } from '../../src/text/user-error.ts'

/** The sentence and the remedy of the UserError that a call ends in; fails if it ends otherwise. */
export async function thrownBy(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (error instanceof UserError) return `${error.message}: ${error.remedy}`
    throw error
  }
  return assert.unreachable('no UserError') ?? ''
}
