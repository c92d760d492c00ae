import { execFileSync } from 'node:child_process'

/**
 * Keeps what V8 compiles of the bundle during a run of `inject`, beside it as `main.cjs.cache`: the launcher starts with
 * it wherever the same version of V8 runs it, which is all of one major version of Node.js.
 */
export function keepCompiledCode(bundle: string): void {
  const input = 'kind: Pod\napiVersion: v1\nspec:\n  containers:\n  - image: contoso.azurecr.io/app\n'
  const args = ['-e', KEEP_COMPILED_CODE, bundle, 'inject', '-f', '-']
  execFileSync(process.execPath, args, { input, stdio: ['pipe', 'ignore', 'ignore'] })
}

/** Must name and wrap the file just as `plugin/bin/kubectl-acr` does. */
const KEEP_COMPILED_CODE = `
const { readFileSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { Script } = require('node:vm')
const [, filename] = process.argv
const source = '(function (require) {' + readFileSync(filename, 'utf8') + '\\n})'
const script = new Script(source, { filename })
process.on('exit', () => writeFileSync(filename + '.cache', script.createCachedData()))
script.runInThisContext()(createRequire(filename))
`
