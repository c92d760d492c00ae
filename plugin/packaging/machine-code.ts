import type { Platform } from './platforms.ts'

type Architecture = Platform['arch']

/** The bytes of a program as a string with one character per byte, for regular expressions. */
export function textOf(program: Buffer): string {
  return program.toString('latin1')
}

/** The offset of the only match. Throws unless there is exactly one. `what`: for the error. */
export function expectOne(text: string, pattern: RegExp, what: string): number {
  const found = [...text.matchAll(pattern)]
  const [first] = found
  if (first === undefined || found.length > 1)
    throw new Error(`${what} is in the runtime ${found.length} times, not once`)
  return first.index
}

/** An instruction that compares a register, or a byte in memory, with a number. */
export interface Comparison {
  /** The offset of the instruction on arm64, and of the number in it on amd64. */
  readonly at: number
  readonly arch: Architecture
}

/**
 * The first of the comparisons that check a word letter by letter. Throws unless the code contains such a sequence
 * exactly once. Between two comparisons there is a jump for the case that they differ.
 */
export function letterComparison(
  program: Buffer,
  text: string,
  arch: Architecture,
  word: string,
): Comparison {
  if (arch === 'arm64') return { arch, at: comparisonsArm64(program, word) }
  // cmp byte ptr [register + offset], letter; jne; with a REX prefix or not.
  const [first = '', ...rest] = Array.from(word, letter => `\\x${letter.charCodeAt(0).toString(16)}`)
  const more = rest.map(letter => `(?:\\x75.|\\x0f\\x85.{4})\\x41?\\x80[\\x78-\\x7f].${letter}`).join('')
  const at = expectOne(text, new RegExp(`\\x80[\\x38-\\x3f]${first}${more}`, 'gs'), word)
  return { arch, at: at + 2 }
}

/** Replaces the number of a comparison. `value`: below 128. */
export function compareWith({ at, arch }: Comparison, program: Buffer, value: number): void {
  if (arch === 'amd64') program.writeUInt8(value, at)
  else program.writeUInt32LE(((program.readUInt32LE(at) & ~(0xfff << 10)) | (value << 10)) >>> 0, at)
}

// subs wzr, wN, #imm12 (cmp of 32 bits), and the same of 64 bits.
const [COMPARE_32, COMPARE_64] = [0x7100001f, 0xf100001f]
const REGISTER = 0x3e0
const MAX_BETWEEN = 8

function comparisonsArm64(program: Buffer, word: string): number {
  const letters = Array.from(word, letter => letter.charCodeAt(0))
  const found = instructions(program, COMPARE_32, letters[0] ?? 0).filter(start => {
    let at = start
    return letters.slice(1).every(letter => {
      const next = nextComparison(program, at, COMPARE_32, letter, MAX_BETWEEN)
      at = next ?? at
      return next !== undefined
    })
  })
  const [first] = found
  if (first === undefined || found.length > 1)
    throw new Error(`${word} is compared in the runtime ${found.length} times, not once`)
  return first
}

/**
 * The comparison of a length with `limit - 1` soon after one of the same register with `limit`; the code continues
 * only if the length is not greater. Throws unless there is exactly one.
 */
export function limitComparison(
  program: Buffer,
  text: string,
  arch: Architecture,
  limit: number,
): Comparison {
  const what = `a length of ${limit}`
  if (arch === 'amd64') {
    const [most, below] = [limit, limit - 1].map(value => `\\x${value.toString(16)}\\0\\0\\0`)
    // cmp r64, limit; ... cmp of the same with one less; ja.
    const pattern = new RegExp(`([\\x48\\x49]\\x81[\\xf8-\\xff])${most}.{64,160}?\\1${below}\\x0f\\x87`, 'gs')
    const at = expectOne(text, pattern, what)
    return { arch, at: text.indexOf('\x0f\x87', at + 64) - 4 }
  }
  const found = instructions(program, COMPARE_64, limit).flatMap(at => {
    const next = nextComparison(program, at, COMPARE_64, limit - 1, 40)
    const isSame =
      next !== undefined && ((program.readUInt32LE(at) ^ program.readUInt32LE(next)) & REGISTER) === 0
    // b.hi
    return isSame && (program.readUInt32LE(next + 4) & 0xff00001f) >>> 0 === 0x54000008 ? [next] : []
  })
  const [first] = found
  if (first === undefined || found.length > 1)
    throw new Error(`${what} is compared in the runtime ${found.length} times, not once`)
  return { arch, at: first }
}

/** The offsets of all instructions that compare with a number. */
function instructions(program: Buffer, code: number, value: number): readonly number[] {
  const wanted = (code | (value << 10)) >>> 0
  const found: number[] = []
  for (let at = 0; at + 4 <= program.length; at += 4)
    if ((program.readUInt32LE(at) & ~REGISTER) >>> 0 === wanted) found.push(at)
  return found
}

function nextComparison(
  program: Buffer,
  from: number,
  code: number,
  value: number,
  most: number,
): number | undefined {
  const wanted = (code | (value << 10)) >>> 0
  for (let at = from + 4; at <= from + 4 * most && at + 4 <= program.length; at += 4)
    if ((program.readUInt32LE(at) & ~REGISTER) >>> 0 === wanted) return at
  return undefined
}
