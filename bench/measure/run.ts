import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { spawned } from './command.ts'
import type { Command } from './command.ts'

export interface Run {
  readonly seconds: number
  /** The exit code; `null` after a timeout. */
  readonly exit: number | null
  /** Empty unless requested, because reading a pipe takes time. */
  readonly stderr: string
}

export interface RunOptions {
  readonly limitSeconds: number
  readonly keepsStderr: boolean
}

/**
 * Runs a command and measures the time from before the spawn to its exit. Keeps the first 64 KiB of stderr. Unsets
 * NODE_EXTRA_CA_CERTS, because Node.js 20 reads hundreds of certificates at each start with it.
 */
export function run(command: Command, { limitSeconds, keepsStderr }: RunOptions): Promise<Run> {
  const [program = '', ...args] = spawned(command)
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: undefined }
  const input =
    command.stdin !== undefined && 'file' in command.stdin ? openSync(command.stdin.file, 'r') : 'ignore'
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, {
      env,
      stdio: [input, 'ignore', keepsStderr ? 'pipe' : 'ignore'],
      detached: true, // its own process group, so that a whole pipeline can be killed
    })
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      if (stderr.length < 1 << 16) stderr += chunk
    })
    if (input !== 'ignore') closeSync(input)

    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    let isTooLong = false
    const limit = setTimeout(() => {
      isTooLong = true
      end()
    }, limitSeconds * 1000)
    const interrupted = (): void => {
      end()
      process.exit(130)
    }
    process.once('SIGINT', interrupted)
    const forget = (): void => {
      clearTimeout(limit)
      process.off('SIGINT', interrupted)
    }
    child.on('error', error => {
      forget()
      reject(error)
    })
    let seconds = 0
    child.on('exit', () => (seconds = (performance.now() - start) / 1000))
    child.on('close', code => {
      forget()
      resolve({ seconds, exit: isTooLong ? null : (code ?? 1), stderr })
    })
  })
}
