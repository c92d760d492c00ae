const SIGNATURE_AT = 0x3c
const PE32_PLUS = 0x20b
const CERTIFICATE_TABLE = 4

/**
 * The problems of a Windows executable (Microsoft's PE format). A certificate table belongs to the bytes before
 * compilation, and an Authenticode signature that does not match is worse than none.
 */
export function portableExecutableProblems(file: Buffer): readonly string[] {
  const header = file.readUInt32LE(SIGNATURE_AT)
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0') return ['not a PE file']
  const optional = header + 24
  if (file.readUInt16LE(optional) !== PE32_PLUS) return ['not a PE32+ file']
  const entry = optional + 112 + CERTIFICATE_TABLE * 8
  const [offset, size] = [file.readUInt32LE(entry), file.readUInt32LE(entry + 4)]
  return offset === 0 && size === 0 ? [] : ['a stale certificate table']
}
