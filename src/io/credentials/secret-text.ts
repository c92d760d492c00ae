import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { CredentialError } from '../../pull-secret/credential.ts'
import { reasonOf, remedyFor } from '../input.ts'

/** Reads a file with a secret. Throws CredentialError, which calls the file `name`. */
export async function readSecretFile(path: string, cwd: string, name = path || '""'): Promise<string> {
  try {
    return decode(await readFile(resolve(cwd, path)), name)
  } catch (error) {
    if (error instanceof CredentialError) throw error
    throw new CredentialError(`${name}: ${reasonOf(error)}`, remedyFor(error))
  }
}

/** Other encodings would silently change the secret. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new CredentialError(`${name} is not UTF-8`, 'check that this is the right file')
  }
}

/** Reads a whole stream with a secret. */
export async function readSecretStream(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** The docker config in a directory, as for `docker --config`; any other path unchanged. */
export async function dockerConfigAt(path: string, cwd: string): Promise<string> {
  return (await isThere(resolve(cwd, path), 'directory')) ? join(path, 'config.json') : path
}

/**
 * The path of docker's configuration: in `DOCKER_CONFIG`, else in `.docker` of the home directory. If that file does
 * not exist, podman's file (containers-auth.json(5)), then docker's old file, if one exists.
 */
export async function dockerConfigPath(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const home = env['HOME'] || env['USERPROFILE'] || '.'
  const own = join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json')
  if (env['DOCKER_CONFIG'] || (await isThere(own, 'file'))) return own
  const runtime = env['XDG_RUNTIME_DIR']
  const others = [
    ...(env['REGISTRY_AUTH_FILE'] ? [env['REGISTRY_AUTH_FILE']] : []),
    ...(runtime ? [join(runtime, 'containers', 'auth.json')] : []),
    join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'containers', 'auth.json'),
    join(home, '.dockercfg'),
  ]
  for (const path of others) if (await isThere(path, 'file')) return path
  return own
}

export async function isThere(path: string, sort: 'file' | 'directory'): Promise<boolean> {
  try {
    const found = await stat(path)
    return sort === 'directory' ? found.isDirectory() : found.isFile()
  } catch {
    return false
  }
}
