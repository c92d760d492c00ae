// npm runs this after `npm ci` and before packing. It is not named `prepare`, because npm warns about that script when
// a tarball is installed. It is JavaScript and imports only Node.js modules, so an install without the development
// dependencies (`npm ci --omit=dev`) succeeds without a build.
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

/** Whether this clone has the build tools. Packages in a parent folder belong to another project. */
function hasBuildTools() {
  const names = ['tsx', 'esbuild', 'ajv', 'clipanion']
  return names.every(name => existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url)))
}
