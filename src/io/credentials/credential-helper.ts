import { CredentialError } from '../../pull-secret/credential.ts'
import { runProgram } from '../../program/run-program.ts'
import type { ProgramContext } from '../../program/run-program.ts'

/** The answer of a docker credential helper (docker/docker-credential-helpers, `get`). */
export interface HelperAnswer {
  readonly username: string
  readonly secret: string
}

/**
 * Runs `docker-credential-NAME` for a server, whose name is written to standard input. `undefined` if the helper has
 * no entry. Throws CredentialError, which does not show the helper's output: it may be secret.
 */
export async function askHelper(
  helper: string,
  server: string,
  context: ProgramContext,
): Promise<HelperAnswer | undefined> {
  if (!/^[\w.-]+$/.test(helper))
    throw new CredentialError(
      'the docker config names a credential helper that is not valid',
      'check credsStore and credHelpers',
    )
  const program = `docker-credential-${helper}`
  const { code, output } = await run(program, server, context)
  if (code !== 0) {
    if (/credentials not found/i.test(output)) return undefined
    throw new CredentialError(`${program} failed for ${server}`, `run \`docker login ${server}\` again`)
  }
  const answer = parseAnswer(output)
  if (answer === undefined)
    throw new CredentialError(`${program} returned no valid credential`, 'check that helper')
  return answer
}

/** Milliseconds that a helper may run: the user may have to unlock a key ring. */
const TIMEOUT = 60_000
/** The largest output in bytes. */
const MAX_OUTPUT = 2 ** 20

async function run(
  program: string,
  server: string,
  context: ProgramContext,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const result = await runProgram(
    program,
    { args: ['get'], stdin: { text: server }, timeout: TIMEOUT, maxOutput: MAX_OUTPUT },
    context,
  )
  if (result.kind === 'exited') return { code: result.code, output: result.stdout.toString() }
  if (result.kind === 'not-found' || result.kind === 'not-runnable')
    throw new CredentialError(
      `${program} cannot be run`,
      'install it, or use another credential, such as --username or --azure-login',
    )
  return { code: null, output: '' }
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
