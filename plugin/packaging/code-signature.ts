import { createHash } from 'node:crypto'
import { readMachO } from './mach-o.ts'

// Apple's `cs_blobs.h`. All numbers are big-endian.
const SUPER_BLOB = 0xfade0cc0
const CODE_DIRECTORY = 0xfade0c02
const DIRECTORY_VERSION = 0x20400
const DIRECTORY_SIZE = 88
const AD_HOC = 0x2
const LINKER_SIGNED = 0x20000
const SHA256 = 2
const SHA256_SIZE = 32
const MAIN_BINARY = 1
const PAGE_BITS = 12
const PAGE = 1 << PAGE_BITS
const SEGMENT_ALIGNMENT = 0x4000
const INDEX_SIZE = 20 // the super blob's head, with an entry for one blob

/** The file with an ad hoc signature like that of Apple's linker, in place of its present signature. */
export function sign(file: Buffer, identifier: string): Buffer {
  const { signatureOffset: codeLimit, ...machO } = readMachO(file)
  const pages = Math.ceil(codeLimit / PAGE)
  const hashOffset = DIRECTORY_SIZE + identifier.length + 1
  const size = INDEX_SIZE + hashOffset + pages * SHA256_SIZE
  const signed = Buffer.concat([file.subarray(0, codeLimit), Buffer.alloc(align(size, 16))])

  signed.writeUInt32LE(signed.length - codeLimit, machO.signatureCommand + 12)
  const linkEditSize = signed.length - machO.linkEditOffset
  signed.writeBigUInt64LE(BigInt(align(linkEditSize, SEGMENT_ALIGNMENT)), machO.linkEditCommand + 32)
  signed.writeBigUInt64LE(BigInt(linkEditSize), machO.linkEditCommand + 48)

  const blob = signed.subarray(codeLimit)
  for (const [index, value] of [SUPER_BLOB, size, 1, 0, INDEX_SIZE].entries())
    blob.writeUInt32BE(value, index * 4)
  const directory = blob.subarray(INDEX_SIZE)
  const head = [CODE_DIRECTORY, size - INDEX_SIZE, DIRECTORY_VERSION, AD_HOC | LINKER_SIGNED]
  for (const [index, value] of [...head, hashOffset, DIRECTORY_SIZE, 0, pages, codeLimit].entries())
    directory.writeUInt32BE(value, index * 4)
  directory.set([SHA256_SIZE, SHA256, 0, PAGE_BITS], 36)
  directory.writeBigUInt64BE(BigInt(machO.textOffset), 64)
  directory.writeBigUInt64BE(BigInt(machO.textSize), 72)
  directory.writeBigUInt64BE(BigInt(MAIN_BINARY), 80)
  directory.write(`${identifier}\0`, DIRECTORY_SIZE, 'latin1')
  for (let page = 0; page < pages; page += 1)
    directory.set(hashOfPage(signed, page, codeLimit), hashOffset + page * SHA256_SIZE)
  return signed
}

/** The problems of the signature of a Mach-O file; empty if macOS accepts it. */
export function signatureProblems(file: Buffer): readonly string[] {
  const { signatureOffset, signatureSize } = readMachO(file)
  const blob = file.subarray(signatureOffset, signatureOffset + signatureSize)
  if (blob.readUInt32BE(0) !== SUPER_BLOB || blob.readUInt32BE(4) > signatureSize) return ['no signature']
  const count = blob.readUInt32BE(8)
  const entries = Array.from({ length: count }, (_, index) => 12 + index * 8)
  const directories = entries.filter(at => blob.readUInt32BE(at) === 0).map(at => blob.readUInt32BE(at + 4))
  const [at] = directories
  if (at === undefined || blob.readUInt32BE(at) !== CODE_DIRECTORY) return ['no code directory']
  const directory = blob.subarray(at, at + blob.readUInt32BE(at + 4))
  const codeLimit = directory.readUInt32BE(32)
  const pages = directory.readUInt32BE(28)
  if (codeLimit !== signatureOffset) return [`it covers ${codeLimit} bytes of ${signatureOffset}`]
  if (directory[36] !== SHA256_SIZE || directory[37] !== SHA256 || directory[39] !== PAGE_BITS)
    return ['not of SHA-256 over pages of 4096 bytes']
  if (pages !== Math.ceil(codeLimit / PAGE)) return [`it has ${pages} pages`]
  const hashOffset = directory.readUInt32BE(16)
  const bad = Array.from({ length: pages }, (_, page) => page).filter(page => {
    const start = hashOffset + page * SHA256_SIZE
    return !hashOfPage(file, page, codeLimit).equals(directory.subarray(start, start + SHA256_SIZE))
  })
  return bad.length === 0 ? [] : [`${bad.length} of ${pages} pages are not what was signed`]
}

/** The hash of one page. The last page ends with the code. */
function hashOfPage(file: Buffer, page: number, codeLimit: number): Buffer {
  const end = Math.min((page + 1) * PAGE, codeLimit)
  return createHash('sha256')
    .update(file.subarray(page * PAGE, end))
    .digest()
}

function align(size: number, to: number): number {
  return Math.ceil(size / to) * to
}
