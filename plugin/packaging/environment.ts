// Variables by which the runtime, within any program that is compiled with it, takes options, loads a file before the
// program, becomes its own command line, or opens a debugger.
const VARIABLES = [
  'BUN_OPTIONS',
  'BUN_BE_BUN',
  'BUN_INSPECT',
  'BUN_INSPECT_PRELOAD',
  'BUN_INSPECT_CONNECT_TO',
] as const

/**
 * Makes an executable deaf to them, in place: their names in it begin with `=`, as none in an environment does. There is
 * no option of the compiler for it. Throws unless each name stands there exactly once, so that a new version of the
 * runtime is looked at again.
 */
export function ignoreEnvironment(executable: Buffer): void {
  for (const name of VARIABLES) {
    const at = executable.indexOf(`\0${name}\0`, 0, 'latin1')
    const again = at < 0 ? -1 : executable.indexOf(`\0${name}\0`, at + 1, 'latin1')
    if (at < 0 || again >= 0) throw new Error(`${name} stands in the runtime ${at < 0 ? 'nowhere' : 'twice'}`)
    executable.write('=', at + 1, 'latin1')
  }
}
