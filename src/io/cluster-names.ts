import { runProgram } from '../program/run-program.ts'
import type { ProgramContext } from '../program/run-program.ts'

const MILLISECONDS = 3_000

/**
 * The names of the contexts in the kubeconfig or, by one question to the API server, of a resource in the cluster. Asked
 * by kubectl, with the user's flags on where the cluster is; of Secrets, those that can pull. An answer that does not
 * come in time, or fails, is no name at all: who presses TAB waits, and wants no error among the words.
 */
export async function namesInCluster(
  resource: string,
  connection: readonly string[],
  context: ProgramContext,
): Promise<readonly string[]> {
  const { env } = context
  // As for kustomize: a plugin is told the path of the kubectl that runs it since 1.37.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const args = [...question(resource), ...connection]
  const result = await runProgram(kubectl, { args, timeout: MILLISECONDS }, context)
  if (result.kind !== 'exited' || result.code !== 0) return []
  return result.stdout.toString().split('\n').flatMap(nameIn)
}

function question(resource: string): readonly string[] {
  if (resource === 'contexts') return ['config', 'get-contexts', '-o', 'name']
  const pulling = resource === 'secrets' ? ['--field-selector=type=kubernetes.io/dockerconfigjson'] : []
  return ['get', resource, '-o', 'name', `--request-timeout=${MILLISECONDS - 1_000}ms`, ...pulling]
}

/** `web` in `secret/web`. A context may hold slashes of its own. */
function nameIn(line: string): string | readonly never[] {
  return line.replace(/^(?:namespace|secret|serviceaccount)\//, '') || []
}
