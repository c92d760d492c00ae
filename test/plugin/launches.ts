import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../folder.ts'
import { unbuiltPlugin } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

/** What a launch is given besides what its process has. */
export interface Launch {
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** What Node.js says of itself. */
  readonly version?: string
}

/** Launches one after the other, in one process, of a program that says `it runs`, or fails if an argument is `fail`. */
export interface Launches {
  launch(launch: Launch): Promise<Ended>
  stop(): void
}

const PROGRAM = `(function () {
  if (process.argv.includes('fail')) process.exitCode = 2
  else process.stdout.write('it runs')
})`

/**
 * The start of Node.js takes longer than all that the launcher does. So what it does by its arguments and its environment is
 * tried in one process, as often as wanted. Each launch loads the launcher again, and ends with the event `exit`.
 */
export function startLaunches(): Launches {
  const bin = unbuiltPlugin()
  const launcher = join(bin, 'kubectl-acr')
  mkdirSync(join(bin, '../dist'))
  writeFileSync(join(bin, '../dist/main.cjs'), `${PROGRAM}\n//${'1'.repeat(64)}`)
  let child: ChildProcess | undefined
  const start = (): ChildProcess => {
    const answer = join(makeFolder({ 'answer.cjs': ANSWER }), 'answer.cjs')
    return fork(answer, [launcher], { execArgv: [] })
  }
  return {
    launch: launch =>
      new Promise((resolve, reject) => {
        child ??= start()
        const fail = (): void => reject(new Error('the process of the launches ended'))
        child.once('close', fail)
        child.once('message', (ended: Ended) => {
          child?.off('close', fail)
          resolve(ended)
        })
        child.send({ env: process.env, ...launch })
      }),
    stop: () => child?.disconnect(),
  }
}

const ANSWER = `
const launcher = process.argv[2]
process.on('message', ({ args, env, version = process.versions.node }) => {
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) process[name].write = text => (written[name] += text)
  process.argv = [process.execPath, launcher, ...args]
  process.env = env
  process.exitCode = undefined
  Object.defineProperty(process, 'versions', { value: { node: version }, configurable: true })
  for (const file of Object.keys(require.cache)) delete require.cache[file]
  require(launcher)
  const code = process.exitCode ?? 0
  process.emit('exit', code)
  process.removeAllListeners('exit')
  process.exitCode = 0
  process.send({ code, ...written })
})`
