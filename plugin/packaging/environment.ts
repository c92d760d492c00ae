/**
 * The runtime of a compiled program reads many settings from the environment: options, files to load before the
 * program, addresses to connect to, paths to write to, debug output. No compiler option turns this off, so it is
 * turned off in the bytes of the runtime. Settings that users make for all programs remain: proxies (HTTPS_PROXY,
 * NO_PROXY), certificates (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, NODE_TLS_REJECT_UNAUTHORIZED), colors.
 *
 * Sources: oven-sh/bun `src/bun_core/env_var.rs` and `ZigGlobalObject.cpp` (`JSCInitialize`), mimalloc
 * `src/options.c`, ICU `putil.cpp`.
 */
import { compareWith, expectOne, letterComparison, textOf } from './machine-code.ts'
import type { Platform } from './platforms.ts'

/** Names of the runtime's own variables that must be found. All its other names are disabled, too. */
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

/** Names of other programs' variables that the runtime reads, and that are useless for this program. */
const BORROWED = [
  // The file descriptor of a pipe to the parent process.
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

/** Names that occur in one string with other names, with no separator. */
const IN_A_ROW = [
  'BUN_CONFIG_MAX_HTTP_REQUESTS',
  'BUN_CONFIG_VERBOSE_FETCH',
  'BUN_DISABLE_TRANSPILER',
  'BUN_SHOW_BUN_STACKFRAMES',
]

/** Names that JavaScript code of the runtime reads. */
const IN_SCRIPTS = ['NODE_DEBUG', 'BUN_INSPECT_NOTIFY']

// The name of a variable never begins with this character.
const IMPOSSIBLE = '='.charCodeAt(0)

/**
 * Makes a runtime ignore these variables, by changing its bytes in place: the names then begin with `=`, which is
 * impossible in an environment. Throws unless each name is found, so that a new version of the runtime is examined
 * again.
 */
export function ignoreEnvironment(runtime: Buffer, { arch }: Pick<Platform, 'arch'>): void {
  const text = textOf(runtime)
  const names = [
    ...namesOf(text),
    ...IN_A_ROW.flatMap(name => someOf(text, new RegExp(name, 'g'), name)),
    // The prefix of all options of the allocator, a constant in the code.
    expectOne(text, /mimalloc(?![_:D\0])/g, 'mimalloc_'),
  ]
  for (const at of names) runtime.writeUInt8(IMPOSSIBLE, at)
  // The prefix of all options of JavaScriptCore.
  compareWith(letterComparison(runtime, text, arch, 'BUN_JSC_'), runtime, IMPOSSIBLE)
  // In JavaScript source the first character must be valid in an identifier.
  for (const name of IN_SCRIPTS)
    for (const at of someOf(text, new RegExp(`(?<=process\\.env\\.)${name}\\b`, 'g'), name))
      runtime.write('$', at, 'latin1')
}

/** The offsets of names in C strings: a string with one name, or the first or last name of several. */
function namesOf(text: string): readonly number[] {
  const wanted = new RegExp(`BUN_(?=[A-Z])|${[...BORROWED, ...ON_SOME_PLATFORMS].join('|')}`, 'g')
  const missing = new Set([...OWN, ...BORROWED])
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
