import { readFile } from 'node:fs/promises'
import { delimiter, dirname, join, resolve } from 'node:path'
import { errorCode } from '../../http/network-error.ts'
import type { ProgramContext } from '../../program/run-program.ts'
import { ClusterError } from '../cluster-error.ts'
import { EMPTY_KUBECONFIG, mergeKubeconfigs, parseKubeconfig } from './kubeconfig.ts'
import type { Kubeconfig } from './kubeconfig.ts'

export interface FoundKubeconfig {
  readonly config: Kubeconfig
  /** The files that were searched, as they were named. */
  readonly looked: readonly string[]
}

/**
 * Reads the kubeconfig that kubectl would use: the named file, else the files of KUBECONFIG, else `~/.kube/config`.
 * Only a named file must exist. Throws ClusterError for a file that cannot be read.
 */
export async function readKubeconfig(
  named: string | undefined,
  { cwd, env }: Pick<ProgramContext, 'cwd' | 'env'>,
): Promise<FoundKubeconfig> {
  const looked = named === undefined ? [...new Set(usualFiles(env))] : [named]
  const found = await Promise.all(looked.map(file => readOne(file, cwd, named === undefined)))
  return { config: mergeKubeconfigs(found), looked }
}

function usualFiles(env: ProgramContext['env']): readonly string[] {
  const listed = env['KUBECONFIG'] ?? ''
  if (listed !== '') return listed.split(delimiter).filter(file => file !== '')
  const home = env['HOME'] || env['USERPROFILE']
  return home ? [join(home, '.kube', 'config')] : []
}

async function readOne(file: string, cwd: string, mayBeMissing: boolean): Promise<Kubeconfig> {
  const path = resolve(cwd, file)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (mayBeMissing && errorCode(error) === 'ENOENT') return EMPTY_KUBECONFIG
    throw missingFile('the kubeconfig', file, error)
  }
  return parseKubeconfig(text, file, dirname(path))
}

/** The error for a file that cannot be read. */
export function missingFile(what: string, path: string, error: unknown): ClusterError {
  const code = errorCode(error)
  const why = code === 'ENOENT' ? 'does not exist' : `cannot be read${code === '' ? '' : ` (${code})`}`
  return new ClusterError('missing-file', `${what} ${path} ${why}`, 'check the path and its permissions')
}
