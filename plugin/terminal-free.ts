import { extname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Takes clipanion's part for browsers, where it looks for the platform: the part for Node.js asks `tty` for the colours
 * of a terminal, which this program decides itself, and with `tty` the network comes in, a tenth of the whole start.
 */
export const terminalFree: Plugin = {
  name: 'terminal-free',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/platform$/ }, ({ path, importer, resolveDir }) =>
      /[\\/]clipanion[\\/]/.test(importer)
        ? { path: join(resolveDir, path, `browser${extname(importer)}`) }
        : undefined,
    )
  },
}

/**
 * The standard streams, as a global, are nothing in the bundle: clipanion names them as the defaults of its context,
 * which `clipanion-adapter.ts` gives whole, and to look at one makes a stream of it. `main.ts` imports its process.
 */
export const noGlobalStreams = {
  'process.stdin': 'undefined',
  'process.stdout': 'undefined',
  'process.stderr': 'undefined',
}
