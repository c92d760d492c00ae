import { closeSync, openSync, readSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readRegularFile } from '../../src/io/regular-file.ts'
import { SCAN_SENTINEL } from '../../src/manifest/source.ts'
import { makeFolder } from '../folder.ts'

const large = 'kind: Pod\n'.repeat(10_000)
const folder = makeFolder({ empty: '', small: 'kind: Pod\n', large })

test('a file is read as it is, by its path', () => {
  assert.is(readRegularFile(join(folder, 'empty')).length, 0)
  assert.is(Buffer.from(readRegularFile(join(folder, 'small'))).toString(), 'kind: Pod\n')
  assert.is(Buffer.from(readRegularFile(join(folder, 'large'))).toString(), large)
})

test('behind a large one stands what lets it be read where it lies', () => {
  const { buffer, byteOffset, length } = readRegularFile(join(folder, 'large'))
  assert.equal(new Uint8Array(buffer, byteOffset + length), SCAN_SENTINEL)
})

test('a descriptor is read from where it stands, and stays open', () => {
  const descriptor = openSync(join(folder, 'large'), 'r')
  readSync(descriptor, Buffer.alloc(10))
  const bytes = readRegularFile(descriptor)
  assert.is(Buffer.from(bytes).toString(), large.slice(10))
  assert.equal(new Uint8Array(bytes.buffer, bytes.length, 2), SCAN_SENTINEL)
  closeSync(descriptor)
})

test('what is missing is told with its path', () => {
  assert.throws(() => readRegularFile(join(folder, 'missing')), /ENOENT.*missing/)
})

// Elsewhere the file would take its room on the disk.
if (process.platform === 'linux') {
  test('what is too large to be read at once is refused', () => {
    const path = join(makeFolder({ 'huge.yaml': '' }), 'huge.yaml')
    truncateSync(path, 2 ** 31)
    assert.throws(() => readRegularFile(path), /^the input is larger than 2 GiB$/)
    rmSync(path)
  })
}

test.run()
