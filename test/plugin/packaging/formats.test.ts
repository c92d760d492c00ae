import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sign, signatureProblems } from '../../../plugin/packaging/code-signature.ts'
import { portableExecutableProblems } from '../../../plugin/packaging/portable-executable.ts'
import { readArchive, writeArchive } from '../../../plugin/packaging/tar.ts'
import { makeFolder } from '../../folder.ts'
import { findProgram } from '../../skipped.ts'

const files = [
  { path: 'LICENSE', mode: 0o644, bytes: Buffer.from('free') },
  { path: 'empty', mode: 0o600, bytes: Buffer.alloc(0) },
  { path: 'kubectl-acr', mode: 0o755, bytes: Buffer.alloc(1025, 'x') },
]

test('an archive holds what was put in', async () => {
  const read = readArchive(await writeArchive(files))
  assert.equal(
    read.map(entry => ({ ...entry, bytes: entry.bytes.toString() })),
    files.map(entry => ({ ...entry, bytes: entry.bytes.toString(), type: '0' })),
  )
})

test('an archive depends on its files alone', async () => {
  const [one, other] = await Promise.all([writeArchive(files), writeArchive(files)])
  assert.ok(one.equals(other))
  assert.equal([...one.subarray(4, 8), one[9]], [0, 0, 0, 0, 255]) // no time, no operating system
})

test('a broken archive is refused', async () => {
  const { gunzipSync, gzipSync } = await import('node:zlib')
  const tar = gunzipSync(await writeArchive(files))
  tar.write('M', 0)
  assert.throws(() => readArchive(gzipSync(tar)), /broken header at 0/)
})

const tar = process.platform === 'win32' ? undefined : findProgram('tar', 'archives read by tar')
if (tar !== undefined) {
  test('tar reads it, and its own is read', async () => {
    const folder = makeFolder({ 'in/a': 'text' })
    writeFileSync(join(folder, 'a.tar.gz'), await writeArchive(files))
    const listed = execFileSync(tar, ['tzvf', 'a.tar.gz'], { cwd: folder, encoding: 'utf8' })
    assert.match(listed, /^-rwxr-xr-x .+ kubectl-acr$/m)
    const theirs = execFileSync(tar, ['czf', '-', '--format=ustar', 'in'], { cwd: folder })
    const entries = readArchive(theirs).map(({ path, type, bytes }) => [path, type, bytes.toString()])
    assert.equal(entries, [
      ['in/', '5', ''],
      ['in/a', '0', 'text'],
    ])
  })
}

/** A Mach-O file with `code` bytes before a signature that is none. */
function machO(code: number): Buffer {
  const file = Buffer.alloc(code + 64, 0xab)
  file.fill(0, 0, 400)
  for (const [index, value] of [0xfeedfacf, 0, 0, 2, 3, 160, 0, 0].entries())
    file.writeUInt32LE(value, index * 4)
  const segment = (at: number, name: string, offset: number, size: number): void => {
    file.writeUInt32LE(0x19, at)
    file.writeUInt32LE(72, at + 4)
    file.write(name, at + 8, 'latin1')
    file.writeBigUInt64LE(BigInt(offset), at + 40)
    file.writeBigUInt64LE(BigInt(size), at + 48)
  }
  segment(32, '__TEXT', 0, 4096)
  segment(104, '__LINKEDIT', 4096, file.length - 4096)
  for (const [index, value] of [0x1d, 16, code, 64].entries()) file.writeUInt32LE(value, 176 + index * 4)
  return file
}

for (const code of [8192, 8193, 12287]) {
  test(`a signature covers each page of ${code} bytes`, () => {
    assert.is.not(signatureProblems(machO(code)).length, 0)
    const signed = sign(machO(code), 'kubectl-acr')
    assert.equal(signatureProblems(signed), [])
    for (const at of [0x190, 4096, code - 1]) {
      const changed = Buffer.from(signed)
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at)
      assert.equal(signatureProblems(changed), [
        `1 of ${Math.ceil(code / 4096)} pages are not what was signed`,
      ])
    }
  })
}

test('a file is signed to the same bytes again', () => {
  const once = sign(machO(9000), 'kubectl-acr')
  assert.ok(sign(once, 'kubectl-acr').equals(once))
})

test('a signature that covers less than the code is found', () => {
  const signed = sign(machO(8192), 'kubectl-acr')
  signed.writeUInt32BE(4096, 8192 + 20 + 32)
  assert.equal(signatureProblems(signed), ['it covers 4096 bytes of 8192'])
})

test('what is no Mach-O file, or goes on behind its signature, is not signed', () => {
  assert.throws(() => sign(Buffer.alloc(64), 'x'), /not a thin 64-bit Mach-O/)
  assert.throws(() => sign(Buffer.concat([machO(8192), Buffer.alloc(1)]), 'x'), /is not at the end/)
})

function portableExecutable(certificate: number): Buffer {
  const file = Buffer.alloc(512)
  file.writeUInt32LE(0x80, 0x3c)
  file.write('PE\0\0', 0x80, 'latin1')
  file.writeUInt16LE(0x20b, 0x80 + 24)
  file.writeUInt32LE(certificate, 0x80 + 24 + 112 + 32)
  return file
}

test('a stale certificate table is found', () => {
  assert.equal(portableExecutableProblems(portableExecutable(0)), [])
  assert.equal(portableExecutableProblems(portableExecutable(400)), ['a stale certificate table'])
  assert.equal(portableExecutableProblems(Buffer.alloc(512)), ['not a PE file'])
})

test.run()
