import { execFileSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/**
 * Keeps what V8 compiles of the bundle during a run of `inject`, beside it as `main.cjs.cache`: the launcher starts with
 * it wherever the same version of V8 runs it, which is all of one major version of Node.js.
 */
export function keepCompiledCode(bundle: string): void {
  const args = ['-e', KEEP_COMPILED_CODE, bundle, 'inject', '-f', '-']
  const input = openSync(new URL('../fixtures/inject/kind-deployment/input.yaml', import.meta.url), 'r')
  execFileSync(process.execPath, args, { stdio: [input, 'ignore', 'ignore'] })
  closeSync(input)
}

/** Must name and read the file just as `plugin/bin/kubectl-acr` does. */
const KEEP_COMPILED_CODE = `
const { readFileSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { Script } = require('node:vm')
const [, filename] = process.argv
const script = new Script(readFileSync(filename, 'latin1'), { filename })
delete globalThis.module // as everywhere but in \`node -e\`
process.on('exit', () => writeFileSync(filename + '.cache', script.createCachedData()))
script.runInThisContext()(createRequire(filename))
`
