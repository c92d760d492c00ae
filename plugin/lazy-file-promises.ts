import promises from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * Has `node:fs/promises` loaded by the first call of one of its functions: streams come in with it, a tenth of the whole
 * start, and a run on standard input calls none.
 */
export const lazyFilePromises: Plugin = {
  name: 'lazy-file-promises',
  setup(build) {
    build.onResolve({ filter: /^node:fs\/promises$/ }, () => ({ path: 'promises', namespace: 'lazy-files' }))
    build.onLoad({ filter: /./, namespace: 'lazy-files' }, () => {
      const functions = Object.entries(promises).filter(([, value]) => typeof value === 'function')
      const calls = functions.map(
        ([name]) => `export const ${name} = (...args) => fs.promises.${name}(...args)`,
      )
      return { contents: ["import * as fs from 'node:fs'", ...calls].join('\n') }
    })
  },
}
