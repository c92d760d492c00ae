import { fileURLToPath } from 'node:url'
import { acr } from '../commands/in-process.ts'
import { NOW } from '../check/looking.ts'
import { keysOf } from './reference.ts'
import type { MakeRegion } from './regions.ts'

const cwd = fileURLToPath(new URL('../..', import.meta.url))

// Between them, no list of the reports is empty.
const INPUTS = [
  'examples/base',
  'fixtures/check/tried-in-order/input.yaml',
  'fixtures/check/unplaced-image/input.yaml',
  'fixtures/check/unreadable-document/input.yaml',
]

/** `keys VERB`: the keys of its JSON report. */
export const keys: MakeRegion = async ([verb = '']) => {
  const isCheck = verb === 'check'
  const args = isCheck ? ['-o', 'json'] : ['--report', 'json']
  const reports: unknown[] = []
  for (const input of INPUTS) {
    const { stdout, stderr } = await acr([verb, '-f', input, ...args], { cwd, now: () => new Date(NOW) })
    reports.push(JSON.parse(isCheck ? stdout : stderr))
  }
  if (verb === 'inject') {
    const credential = ['--with-secret', '--username', 'puller', '--password-env', 'PULL']
    const call = [verb, '-f', 'examples/base', ...credential, '--report', 'json']
    reports.push(JSON.parse((await acr(call, { cwd, env: { PULL: 'correct horse' } })).stderr))
  }
  return keysOf(reports)
}
