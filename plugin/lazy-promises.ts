import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/**
 * Has Node's modules of promises loaded by the first call of one of their functions: with `node:fs/promises` streams come
 * in, a tenth of the whole start, and most runs call none.
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
