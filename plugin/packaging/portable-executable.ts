const SIGNATURE_AT = 0x3c
const PE32_PLUS = 0x20b
const CERTIFICATE_TABLE = 4

/**
 * What is wrong with a Windows executable (Microsoft's PE format): a certificate table speaks of the bytes that were
 * there before, and an Authenticode signature that does not fit is worse than none.
 */
export function portableExecutableProblems(file: Buffer): readonly string[] {
  const header = file.readUInt32LE(SIGNATURE_AT)
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0') return ['no PE file']
  const optional = header + 24
  if (file.readUInt16LE(optional) !== PE32_PLUS) return ['no PE32+ file']
  const entry = optional + 112 + CERTIFICATE_TABLE * 8
  const [offset, size] = [file.readUInt32LE(entry), file.readUInt32LE(entry + 4)]
  return offset === 0 && size === 0 ? [] : ['a stale certificate table']
}
