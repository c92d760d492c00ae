import { CredentialError } from './credential.ts'
import type { AuthEntry, Credential } from './credential.ts'
import { normalizeServer } from './server.ts'

/** Control characters, and the byte order mark. */
const CONTROL = /[\p{Cc}\ufeff]/u
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Reads a password from the text of a file or stdin. Removes the one line break that editors and `echo` add, and the
 * byte order mark that Windows PowerShell adds. Throws CredentialError if the text cannot be a password.
 */
export function passwordFrom(text: string): string {
  const password = text.replace(/^\ufeff/, '').replace(/\r?\n$/, '')
  checkPassword(password)
  return password
}

/** Builds an entry with a normalized server. Throws CredentialError. */
export function authEntry(server: string, credential: Credential): AuthEntry {
  checkCredential(credential)
  return { server: normalizeServer(server), credential }
}

/**
 * Throws CredentialError for a user name or password that no registry issues, or that the kubelet would read
 * differently.
 */
export function checkCredential({ username, password, email = '' }: Credential): void {
  if (username === '') throw new CredentialError('the user name is empty', 'set it with --username')
  if (CONTROL.test(username) || LONE_SURROGATE.test(username))
    throw new CredentialError(
      'the user name contains a line break or another control character',
      'write it on one line',
    )
  if (username.includes(':'))
    throw new CredentialError(
      'the user name contains ":", and the kubelet would read the rest as the password',
      "use the user name alone: an application's ID, a token's name or the registry's name",
    )
  if (CONTROL.test(email) || LONE_SURROGATE.test(email))
    throw new CredentialError(
      'the e-mail address contains a line break or another control character',
      'remove it: registries ignore it',
    )
  checkPassword(password)
}

function checkPassword(password: string): void {
  if (password === '')
    throw new CredentialError(
      'the password is empty',
      'check the variable, file or command that it comes from: an unset variable is empty, too',
    )
  if (/[\r\n]/.test(password))
    throw new CredentialError(
      'the password has more than one line',
      'use the password alone: `az ... --query password --output tsv` prints nothing else',
    )
  if (CONTROL.test(password))
    throw new CredentialError(
      'the password contains a control character',
      'copy it again, or create a new one: registries do not create such passwords',
    )
  if (LONE_SURROGATE.test(password))
    throw new CredentialError('the password is not valid Unicode', 'save it as UTF-8')
}
