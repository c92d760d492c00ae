/**
 * When the runtime crashes (oven-sh/bun `src/crash_handler/lib.rs`), it prints the arguments of the call, which may
 * include a password. On macOS and Windows it also runs curl or PowerShell to send a report to its vendor.
 */
import { compareWith, expectOne, limitComparison, textOf } from './machine-code.ts'
import type { Platform } from './platforms.ts'

/** How many characters of the arguments it prints. */
const PRINTED = 196
const REPORT_URL = 'https://bun.report'
/** A URL of the same length that resolves to nothing (RFC 2606). */
const NOWHERE = 'https://a.invalid/'

/**
 * Prevents both, by changing the bytes of the runtime in place. It then prints only the first argument, the path of
 * the program. Instead of the variable that forbids reports, it reads a variable that is always set. Should that not
 * be set, the report URL leads nowhere. Throws unless each part is found exactly once.
 */
export function keepCrashesPrivate(runtime: Buffer, { os, arch }: Pick<Platform, 'os' | 'arch'>): void {
  const text = textOf(runtime)
  compareWith(limitComparison(runtime, text, arch, PRINTED), runtime, 0)
  const forbids = expectOne(text, /\0DO_NOT_TRACK\0/g, 'DO_NOT_TRACK') + 1
  runtime.write(os === 'windows' ? 'PROGRAMFILES' : 'PATH\0', forbids, 'latin1')
  runtime.write(NOWHERE, expectOne(text, new RegExp(REPORT_URL, 'g'), REPORT_URL), 'latin1')
}
