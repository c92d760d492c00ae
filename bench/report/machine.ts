import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'
import { amount } from '../measure/figures.ts'
import { outputOf, programOnPath } from '../subjects/programs.ts'
import { yqKind } from '../subjects/yq.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Lines about what the results depend on: the time in UTC, the commit, the machine and the versions. */
export function environmentLines(now: Date): readonly string[] {
  const [cpu] = cpus()
  return [
    `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}`,
    `${availableParallelism()} cores of ${cpu?.model.trim() ?? 'an unknown kind'}, ${amount(totalmem())}, ${type()}`,
    `node ${process.version}, ${kubectl()}, ${yq()}, npm yaml ${yamlVersion()}`,
  ]
}

function commit(): string {
  const hash = outputOf('git', ['-C', root, 'rev-parse', '--short', 'HEAD'])
  const changes = outputOf('git', ['-C', root, 'status', '--porcelain'])
  if (hash === '') return 'unknown'
  return changes === '' ? hash : `${hash} with uncommitted changes`
}

function kubectl(): string {
  const program = programOnPath('kubectl')
  if (program === undefined) return 'no kubectl'
  return `kubectl ${/v[\d.]+\S*/.exec(outputOf(program, ['version', '--client']))?.[0] ?? '?'}`
}

function yq(): string {
  const program = programOnPath('yq')
  if (program === undefined) return 'no yq'
  const version = outputOf(program, ['--version'])
  return `yq ${/v?\d+\.\d\S*/.exec(version)?.[0] ?? '?'} (${yqKind(version)})`
}

function yamlVersion(): string {
  const text = readFileSync(new URL('../../node_modules/yaml/package.json', import.meta.url), 'utf8')
  const { version }: { version: string } = JSON.parse(text)
  return version
}
