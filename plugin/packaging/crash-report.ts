/**
 * What the runtime does when it crashes (oven-sh/bun `src/crash_handler/lib.rs`): it prints the arguments of the call, of
 * which one may be a password, and on macOS and Windows it runs curl or PowerShell to send a report to its makers.
 */
import { compareWith, expectOne, limitComparison, textOf } from './machine-code.ts'
import type { Platform } from './platforms.ts'

/** Characters of the arguments that it prints. */
const PRINTED = 196
const MAKERS = 'https://bun.report'
/** As long as that, and no address: reserved by RFC 2606. */
const NOWHERE = 'https://a.invalid/'

/**
 * Keeps a runtime from both, in place: of the arguments it prints the first alone, which is the program's path; and it
 * reads a variable that is always set where it would read the one that forbids reports. Should it not be set, the address
 * is none. Throws unless each is where it is looked for.
 */
export function keepCrashesPrivate(runtime: Buffer, { os, arch }: Pick<Platform, 'os' | 'arch'>): void {
  const text = textOf(runtime)
  compareWith(limitComparison(runtime, text, arch, PRINTED), runtime, 0)
  const forbids = expectOne(text, /\0DO_NOT_TRACK\0/g, 'DO_NOT_TRACK') + 1
  runtime.write(os === 'windows' ? 'PROGRAMFILES' : 'PATH\0', forbids, 'latin1')
  runtime.write(NOWHERE, expectOne(text, new RegExp(MAKERS, 'g'), MAKERS), 'latin1')
}
