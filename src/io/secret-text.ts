import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { CredentialError } from '../pull-secret/credential.ts'
import { reasonOf } from './input.ts'

/** What a file that holds a secret says. Throws CredentialError, which calls the file by `name`. */
export async function readSecretFile(path: string, cwd: string, name = path || '""'): Promise<string> {
  try {
    return decode(await readFile(resolve(cwd, path)), name)
  } catch (error) {
    if (error instanceof CredentialError) throw error
    throw new CredentialError(`${name}: ${reasonOf(error)}`, 'check the path')
  }
}

/** What is no UTF-8 would come out as other bytes. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new CredentialError(`${name} is not UTF-8`, 'check that it is the right file')
  }
}

/** All of a stream that holds a secret. */
export async function readSecretStream(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** Where docker keeps its configuration: in `DOCKER_CONFIG`, else in `.docker` of the home folder. */
export function dockerConfigPath(env: Readonly<Record<string, string | undefined>>): string {
  const folder = env['DOCKER_CONFIG'] || join(env['HOME'] || env['USERPROFILE'] || '.', '.docker')
  return join(folder, 'config.json')
}
