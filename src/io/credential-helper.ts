import { CredentialError } from '../pull-secret/credential.ts'
import type { Shell } from './kustomize.ts'

/** What a docker credential helper answers: docker/docker-credential-helpers, `get`. */
export interface HelperAnswer {
  readonly username: string
  readonly secret: string
}

/**
 * Asks `docker-credential-NAME` for what it keeps for a server, which is told on its standard input. `undefined` where it
 * keeps nothing. Throws CredentialError, without what the helper printed: that may be a secret.
 */
export async function askHelper(
  helper: string,
  server: string,
  shell: Shell,
): Promise<HelperAnswer | undefined> {
  if (!/^[\w.-]+$/.test(helper))
    throw new CredentialError(
      'the docker config names a credential helper that cannot be one',
      'check credsStore and credHelpers',
    )
  const program = `docker-credential-${helper}`
  const { code, output } = await run(program, server, shell)
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined
    throw new CredentialError(`${program} failed for ${server}`, `run \`docker login ${server}\` again`)
  }
  const answer = parseAnswer(output)
  if (answer === undefined)
    throw new CredentialError(`${program} gave no credential that can be read`, 'check that helper')
  return answer
}

interface Ended {
  readonly code: number | null
  readonly output: string
}

/** Milliseconds that a helper may take: it may ask the user to unlock a key ring. */
const PATIENCE = 60_000
/** Bytes of an answer. */
const SIZE = 2 ** 20

function run(program: string, input: string, { spawn, cwd, env }: Shell): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      cwd,
      env: { ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: PATIENCE,
    })
    const output: Buffer[] = []
    let size = 0
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > SIZE) child.kill()
      else output.push(chunk)
    })
    child.on('error', () =>
      reject(
        new CredentialError(`${program} cannot be run`, 'install it, or give the credential another way'),
      ),
    )
    // Not `close`, for which a child of the helper's own could have us wait.
    child.on('exit', code => setImmediate(() => resolve({ code, output: Buffer.concat(output).toString() })))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

function parseAnswer(output: string): HelperAnswer | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    return undefined
  }
  if (typeof answer !== 'object' || answer === null || !('Username' in answer) || !('Secret' in answer))
    return undefined
  const { Username: username, Secret: secret } = answer
  return typeof username === 'string' && typeof secret === 'string' ? { username, secret } : undefined
}
