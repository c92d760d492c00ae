import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** By default, clipanion runs commands on the process's own streams; this program says in each call on which. */
const STREAMS = /\n *stdin: process\.stdin,\n *stdout: process\.stdout,\n *stderr: process\.stderr,/

/**
 * Takes clipanion's part for browsers, where it looks for the platform: the part for Node.js asks `tty` for the colours
 * of a terminal, which this program decides itself, and with `tty` the network comes in, a tenth of the whole start. So
 * it does with the streams of the process.
 */
export const terminalFree: Plugin = {
  name: 'terminal-free',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/platform$/ }, ({ path, importer, resolveDir }) =>
      /[\\/]clipanion[\\/]/.test(importer)
        ? { path: join(resolveDir, path, `browser${extname(importer)}`) }
        : undefined,
    )
    build.onLoad({ filter: /[\\/]clipanion[\\/]lib[\\/]advanced[\\/]Cli\.m?js$/ }, ({ path }) => {
      const [before, after, ...others] = readFileSync(path, 'utf8').split(STREAMS)
      if (before === undefined || after === undefined || others.length > 0)
        throw new Error('clipanion has other default streams now: look at them again')
      return { contents: before + after, loader: 'js' }
    })
  },
}
