import { execFileSync } from 'node:child_process'
import type { Plugin } from 'esbuild'

/**
 * Replaces the module of `version` with one that exports the commit of the work tree; `undefined` without a clone or
 * without git.
 */
export const builtCommit: Plugin = {
  name: 'built-commit',
  setup(build) {
    build.onLoad({ filter: /[\\/]version[\\/]commit\.ts$/ }, () => ({
      contents: `export const COMMIT = ${JSON.stringify(currentCommit(build.initialOptions.absWorkingDir))}`,
      loader: 'js',
    }))
  },
}

/** The commit, with the suffix `-dirty` if the source has uncommitted changes. */
export function currentCommit(cwd: string | undefined): string | undefined {
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
