import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { CredentialError } from '../pull-secret/credential.ts'
import { reasonOf } from './place.ts'

/** What a file that holds a secret says. Throws CredentialError. */
export async function readSecretFile(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw new CredentialError(`${path}: ${reasonOf(error)}`, 'check the path')
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
