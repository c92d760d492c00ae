// npm runs this after `npm ci` and before it packs (not as `prepare`, of which it warns who installs a tarball). It is JavaScript, and imports nothing that is not in Node, so that
// an install without the development dependencies (`npm ci --omit=dev`), which has nothing to build with, ends well.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const isPacking = ['pack', 'publish'].includes(process.env.npm_command ?? '')

if (hasBuildTools() || isPacking) {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const build = ['--import', 'tsx', 'plugin/build.ts']
  const { status } = spawnSync(process.execPath, build, { cwd, stdio: 'inherit' })
  process.exitCode = status ?? 1
} else {
  process.stderr.write('The plugin is not built: that needs the development dependencies (`npm ci`).\n')
}

/** Those of this clone: what lies in a folder above it is another project's. */
function hasBuildTools() {
  const names = ['tsx', 'esbuild', 'ajv', 'clipanion']
  return names.every(name => existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url)))
}
