import { spawn } from 'node:child_process'
import { connect } from '../../src/cluster/connect.ts'
import type { ClusterOptions, ConnectContext } from '../../src/cluster/connect.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { ClusterError } from '../../src/cluster/cluster-error.ts'
import { makeFolder } from '../folder.ts'

export const NOW = new Date('2026-08-01T12:00:00Z')

export interface Recorded extends ConnectContext {
  /** What plugins said to the user. */
  readonly said: string[]
  /** Milliseconds that were slept, which took no time. */
  readonly pauses: number[]
}

/** A folder without a kubeconfig, an environment with the given variables, and time that stands still. */
export function connectContext(
  env: Readonly<Record<string, string>> = {},
  more: Partial<ConnectContext> = {},
): Recorded {
  const [said, pauses]: [string[], number[]] = [[], []]
  return {
    cwd: makeFolder(),
    env: { PATH: process.env['PATH'] ?? '', HOME: makeFolder(), ...env },
    spawn,
    stderr: { write: chunk => said.push(Buffer.from(chunk).toString()) },
    isTerminal: { stdin: false },
    sleep: milliseconds => {
      pauses.push(milliseconds)
      return Promise.resolve()
    },
    now: () => NOW,
    serviceAccountFolder: makeFolder(),
    ...more,
    said,
    pauses,
  }
}

export interface ConfigParts {
  readonly cluster: object
  readonly user?: object
  readonly namespace?: string
}

/** A kubeconfig in JSON, which is YAML, with a context `test`. */
export function kubeconfig({ cluster, user = {}, namespace }: ConfigParts): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'c', user: 'u', namespace } }],
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
  })
}

/** A cluster by the one kubeconfig that is given as a text. */
export function connectBy(
  text: string,
  options: ClusterOptions = {},
  around: ConnectContext = connectContext(),
): Promise<Cluster> {
  const folder = makeFolder({ config: text })
  return connect({ kubeconfig: `${folder}/config`, ...options }, around)
}

/** What is thrown, as a table has it. */
export async function refusal(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    if (error instanceof ClusterError) return { code: error.code, what: error.message, remedy: error.remedy }
    throw error
  }
  throw new Error('nothing was thrown')
}
