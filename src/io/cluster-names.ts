import type { Shell } from './kustomize.ts'

const MILLISECONDS = 3_000

/**
 * The names of the contexts in the kubeconfig or, by one question to the API server, of a resource in the cluster. Asked
 * by kubectl, with the user's flags on where the cluster is; of Secrets, those that can pull. An answer that does not
 * come in time, or fails, is no name at all: who presses TAB waits, and wants no error among the words.
 */
export function namesInCluster(
  resource: string,
  connection: readonly string[],
  { cwd, env, spawn }: Shell,
): Promise<readonly string[]> {
  // As for kustomize: a plugin is told the path of the kubectl that runs it since 1.37.
  const kubectl = env['KUBECTL_PATH'] || env['KUBECTL'] || 'kubectl'
  return new Promise(resolve => {
    const child = spawn(kubectl, [...question(resource), ...connection], {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: MILLISECONDS,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', () => resolve([]))
    child.on('close', code => resolve(code === 0 ? output.split('\n').flatMap(nameIn) : []))
  })
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
