import { runProgram } from '../../program/run-program.ts'
import type { ProgramContext } from '../../program/run-program.ts'

const MILLISECONDS = 3_000

/**
 * The names of contexts in the kubeconfig, or of a resource in the cluster, for shell completion. Runs kubectl with
 * the user's flags for the cluster, which sends one request. Of Secrets, only those of the type for pulls are
 * returned. A failure or time-out gives no names: completion must not show errors.
 */
export async function namesInCluster(
  resource: string,
  connection: readonly string[],
  context: ProgramContext,
): Promise<readonly string[]> {
  const { env } = context
  // Since version 1.37, kubectl passes its own path to a plugin.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  const args = [...argsFor(resource), ...connection]
  const result = await runProgram(kubectl, { args, timeout: MILLISECONDS }, context)
  if (result.kind !== 'exited' || result.code !== 0) return []
  return result.stdout.toString().split('\n').flatMap(nameIn)
}

function argsFor(resource: string): readonly string[] {
  if (resource === 'contexts') return ['config', 'get-contexts', '-o', 'name']
  const pulling = resource === 'secrets' ? ['--field-selector=type=kubernetes.io/dockerconfigjson'] : []
  return ['get', resource, '-o', 'name', `--request-timeout=${MILLISECONDS - 1_000}ms`, ...pulling]
}

/** The name in `secret/web`. The name of a context may contain slashes. */
function nameIn(line: string): string | readonly never[] {
  return line.replace(/^(?:namespace|secret|serviceaccount)\//, '') || []
}
