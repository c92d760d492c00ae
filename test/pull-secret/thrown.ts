import * as assert from 'uvu/assert'
import { CredentialError } from '../../src/pull-secret/credential.ts'

/** The sentence and the remedy of the CredentialError that a call ends in; fails if it ends otherwise. */
export async function thrownBy(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (error instanceof CredentialError) return `${error.message}: ${error.remedy}`
    throw error
  }
  return assert.unreachable('no CredentialError') ?? ''
}
