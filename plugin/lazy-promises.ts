import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/**
 * Loads Node.js's promise modules on the first call of one of their functions. `node:fs/promises` loads the streams,
 * which takes a tenth of the start, and most runs do not need it.
 */
export const lazyPromises: Plugin = {
  name: 'lazy-promises',
  setup(build) {
    build.onResolve({ filter: /^node:(?:fs|timers)\/promises$/ }, ({ path, namespace }) =>
      namespace === 'lazy-promises' ? { path, external: true } : { path, namespace: 'lazy-promises' },
    )
    build.onLoad({ filter: /./, namespace: 'lazy-promises' }, ({ path }) => {
      const functions = Object.entries(require(path)).filter(([, value]) => typeof value === 'function')
      const calls = functions.map(
        ([name]) => `export function ${name}(...args) { return require('${path}').${name}(...args) }`,
      )
      return { contents: calls.join('\n') }
    })
  },
}
