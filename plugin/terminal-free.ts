import { extname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Replaces clipanion's platform module for Node.js with the one for browsers. The module for Node.js asks `tty` for
 * the colors of a terminal, which this program decides itself. `tty` loads Node.js's network code, which takes a tenth
 * of the start.
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
 * Replaces the global standard streams with `undefined` in the bundle. clipanion uses them as defaults of its context,
 * which `clipanion-adapter.ts` always passes, and reading one creates a stream. `main.ts` takes `process` from `globalThis` instead.
 */
export const noGlobalStreams = {
  'process.stdin': 'undefined',
  'process.stdout': 'undefined',
  'process.stderr': 'undefined',
}
