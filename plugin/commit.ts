import { execFileSync } from 'node:child_process'
import type { Plugin } from 'esbuild'

/** Puts the commit of the work tree where `version` looks for it; none where this is no clone, or there is no git. */
export const builtCommit: Plugin = {
  name: 'built-commit',
  setup(build) {
    build.onLoad({ filter: /[\\/]version[\\/]commit\.ts$/ }, () => ({
      contents: `export const COMMIT = ${JSON.stringify(currentCommit(build.initialOptions.absWorkingDir))}`,
      loader: 'js',
    }))
  },
}

/** `-dirty` at its end means that the source differed from that commit. */
function currentCommit(cwd: string | undefined): string | undefined {
  const describe = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*']
  try {
    return execFileSync('git', describe, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}
