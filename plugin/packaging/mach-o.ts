/**
 * The parts of a thin 64-bit Mach-O file (Apple's `mach-o/loader.h`) that a signature depends on, as offsets in the
 * file.
 */
export interface MachO {
  /** The load command with the place of the signature. */
  readonly signatureCommand: number
  readonly signatureOffset: number
  readonly signatureSize: number
  /** The load command of the segment `__LINKEDIT`. The signature is at the end of this segment. */
  readonly linkEditCommand: number
  readonly linkEditOffset: number
  readonly linkEditSize: number
  readonly textOffset: number
  readonly textSize: number
}

const MAGIC = 0xfeedfacf
const SEGMENT_64 = 0x19
const CODE_SIGNATURE = 0x1d
const HEADER_SIZE = 32

/** Throws unless the file is a thin 64-bit Mach-O file with a signature at its end. */
export function readMachO(file: Buffer): MachO {
  if (file.readUInt32LE(0) !== MAGIC) throw new Error('not a thin 64-bit Mach-O file')
  const segments = new Map<string, number>()
  let signatureCommand: number | undefined
  let at = HEADER_SIZE
  for (let left = file.readUInt32LE(16); left > 0; left -= 1) {
    const command = file.readUInt32LE(at)
    if (command === SEGMENT_64) segments.set(segmentName(file, at), at)
    if (command === CODE_SIGNATURE) signatureCommand = at
    at += file.readUInt32LE(at + 4)
  }
  const text = segments.get('__TEXT')
  const linkEditCommand = segments.get('__LINKEDIT')
  if (text === undefined || linkEditCommand === undefined || signatureCommand === undefined)
    throw new Error('a Mach-O file without __TEXT, __LINKEDIT or a place for a signature')
  const machO = {
    signatureCommand,
    signatureOffset: file.readUInt32LE(signatureCommand + 8),
    signatureSize: file.readUInt32LE(signatureCommand + 12),
    linkEditCommand,
    linkEditOffset: Number(file.readBigUInt64LE(linkEditCommand + 40)),
    linkEditSize: Number(file.readBigUInt64LE(linkEditCommand + 48)),
    textOffset: Number(file.readBigUInt64LE(text + 40)),
    textSize: Number(file.readBigUInt64LE(text + 48)),
  }
  const end = machO.linkEditOffset + machO.linkEditSize
  if (machO.signatureOffset + machO.signatureSize !== end || end !== file.length)
    throw new Error('the signature is not at the end of the Mach-O file')
  return machO
}

function segmentName(file: Buffer, command: number): string {
  return file.toString('latin1', command + 8, command + 24).replace(/\0.*$/s, '')
}
