/**
 * What the runtime, within any program that is compiled with it, reads from the environment: options, files to load before
 * the program, addresses to connect to, places to write to, and whether to print what it does. No option of the compiler
 * turns this off, so it is turned off in the runtime's bytes. What a user sets for programs in general stays: proxies
 * (HTTPS_PROXY, NO_PROXY), certificates (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, NODE_TLS_REJECT_UNAUTHORIZED), colours.
 *
 * Sources: oven-sh/bun `src/bun_core/env_var.rs` and `ZigGlobalObject.cpp` (`JSCInitialize`), mimalloc `src/options.c`,
 * ICU `putil.cpp`.
 */
import { compareWith, expectOne, letterComparison, textOf } from './machine-code.ts'
import type { Platform } from './platforms.ts'

/** Of the runtime's own names, all of which are taken: those without which it would be of no use. */
const OWN = [
  'BUN_BE_BUN',
  'BUN_BYTECODE_DIGEST_OUT',
  'BUN_BYTECODE_ORDER_OUT',
  'BUN_CONFIG_VERBOSE_FETCH',
  'BUN_CRASH_REPORT_URL',
  'BUN_ENABLE_CRASH_REPORTING',
  'BUN_INSPECT',
  'BUN_INSPECT_CONNECT_TO',
  'BUN_INSPECT_PRELOAD',
  'BUN_OPTIONS',
]

/** Names that the runtime has from others, and that only a program written for it has a use for. */
const OF_OTHERS = [
  // The pipe to a parent process, by the number of its file descriptor.
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_COMPILE_CACHE',
  'NODE_COMPILE_CACHE_PORTABLE',
  'NODE_DEBUG_NATIVE',
  'NODE_PENDING_DEPRECATION',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_REDIRECT_WARNINGS',
  'JSC_PROFILER_PATH',
]
const ON_SOME_PLATFORMS = ['ICU_DATA', 'ICU_TIMEZONE_FILES_DIR', 'JSC_SIGNAL_FOR_GC']

/** Names that stand, also or only, in a row with others and nothing between them. */
const IN_A_ROW = [
  'BUN_CONFIG_MAX_HTTP_REQUESTS',
  'BUN_CONFIG_VERBOSE_FETCH',
  'BUN_DISABLE_TRANSPILER',
  'BUN_SHOW_BUN_STACKFRAMES',
]

/** Names that the part of the runtime reads that is JavaScript. */
const IN_SCRIPTS = ['NODE_DEBUG', 'BUN_INSPECT_NOTIFY']

// No name of a variable begins with it.
const NOTHING = '='.charCodeAt(0)

/**
 * Makes a runtime deaf to these variables, in place: the names in it begin with `=`, as none in an environment does. Throws
 * unless each is where it is looked for, so that a new version of the runtime is looked at again.
 */
export function ignoreEnvironment(runtime: Buffer, { arch }: Pick<Platform, 'arch'>): void {
  const text = textOf(runtime)
  const names = [
    ...namesOf(text),
    ...IN_A_ROW.flatMap(name => someOf(text, new RegExp(name, 'g'), name)),
    // The beginning of all names of the allocator's options, a constant among instructions.
    expectOne(text, /mimalloc(?![_:D\0])/g, 'mimalloc_'),
  ]
  for (const at of names) runtime.writeUInt8(NOTHING, at)
  // The beginning of all names of JavaScriptCore's options.
  compareWith(letterComparison(runtime, text, arch, 'BUN_JSC_'), runtime, NOTHING)
  // A script needs a letter there.
  for (const name of IN_SCRIPTS)
    for (const at of someOf(text, new RegExp(`(?<=process\\.env\\.)${name}\\b`, 'g'), name))
      runtime.write('$', at, 'latin1')
}

/** Where names begin, of those that stand as a text of C: alone, or in a row of names that begins or ends as one. */
function namesOf(text: string): readonly number[] {
  const wanted = new RegExp(`BUN_(?=[A-Z])|${[...OF_OTHERS, ...ON_SOME_PLATFORMS].join('|')}`, 'g')
  const missing = new Set([...OWN, ...OF_OTHERS])
  const found: number[] = []
  for (const { index } of text.matchAll(wanted)) {
    let [start, end] = [index, index]
    while (isWord(text.charCodeAt(start - 1))) start -= 1
    while (isWord(text.charCodeAt(end))) end += 1
    if (text[start - 1] !== '\0' && text[end] !== '\0') continue
    found.push(index)
    for (const name of missing) if (text.startsWith(name, index)) missing.delete(name)
  }
  if (missing.size > 0) throw new Error(`${[...missing].join(', ')}: not in the runtime`)
  return found
}

/** A letter, a digit or `_`. */
function isWord(code: number): boolean {
  const letter = code | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
}

function indexesOf(text: string, pattern: RegExp): readonly number[] {
  return [...text.matchAll(pattern)].map(({ index }) => index)
}

function someOf(text: string, pattern: RegExp, name: string): readonly number[] {
  const found = indexesOf(text, pattern)
  if (found.length === 0) throw new Error(`${name} is not in the runtime`)
  return found
}
