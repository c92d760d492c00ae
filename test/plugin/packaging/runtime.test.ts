import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { keepCrashesPrivate } from '../../../plugin/packaging/crash-report.ts'
import { ignoreEnvironment } from '../../../plugin/packaging/environment.ts'

type Architecture = 'amd64' | 'arm64'

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
const OF_OTHERS = [
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
const IN_A_ROW =
  'xBUN_CONFIG_MAX_HTTP_REQUESTSBUN_CONFIG_VERBOSE_FETCHBUN_DISABLE_TRANSPILERBUN_SHOW_BUN_STACKFRAMESx'
const SCRIPT = 'if (process.env.NODE_DEBUG) { process.env.BUN_INSPECT_NOTIFY; env.BUN_INSPECT }'
const ALLOCATOR = 'I\xbdmimallocL mimalloc: mimalloc_version mimalloc\0'

/** A runtime as far as it is looked at: instructions first, then texts. */
function runtime(arch: Architecture): Buffer {
  const names = ['BUN_UNHEARD_OF', ...OWN, ...OF_OTHERS, 'ICU_DATA', 'DO_NOT_TRACK']
  const texts = `\0${names.join('\0')}\0 warning: BUN_OPTIONS is odd ${IN_A_ROW}${SCRIPT}${ALLOCATOR}https://bun.report`
  return Buffer.concat([instructions(arch), Buffer.from(texts, 'latin1')])
}

function compare(base: number, value: number): number {
  return (base | (value << 10)) >>> 0
}

function instructions(arch: Architecture): Buffer {
  const word = Array.from('BUN_JSC_', letter => letter.charCodeAt(0))
  if (arch === 'arm64') {
    const letters = word.flatMap(letter => [0x39400108, compare(0x7100011f, letter), 0x54000001])
    // cmp x21, #196; some; cmp x21, #195; b.hi
    const limit = [compare(0xf10002bf, 196), 0xd503201f, compare(0xf10002bf, 195), 0x54000108]
    const all = [...letters, ...limit]
    const bytes = Buffer.alloc(4 * all.length)
    for (const [at, code] of all.entries()) bytes.writeUInt32LE(code, 4 * at)
    return bytes
  }
  const [first = 0, ...rest] = word
  const letters = [
    [0x41, 0x80, 0x3e, first, 0x75, 0x10],
    ...rest.map((letter, at) => [0x41, 0x80, 0x7e, at + 1, letter, 0x75, 0x10]),
  ]
  const limit = [
    [0x49, 0x81, 0xfd, 196, 0, 0, 0],
    Array<number>(90).fill(0x90),
    [0x49, 0x81, 0xfd, 195, 0, 0, 0, 0x0f, 0x87, 1, 0, 0, 0],
  ]
  return Buffer.from([...letters, ...limit].flat())
}

function differences(before: Buffer, after: Buffer): readonly (readonly [from: number, to: number])[] {
  return [...before].flatMap((byte, at) => {
    const other = after[at] ?? -1
    return byte === other ? [] : [[byte, other] as const]
  })
}

for (const arch of ['amd64', 'arm64'] as const) {
  test(`${arch}: every name that makes the runtime do something is taken out`, () => {
    const bytes = runtime(arch)
    ignoreEnvironment(bytes, { arch })
    const text = bytes.toString('latin1')
    for (const name of ['BUN_UNHEARD_OF', ...OWN, ...OF_OTHERS, 'ICU_DATA'])
      assert.ok(text.includes(`\0=${name.slice(1)}\0`), name)
    assert.not.match(text, /\0(?:BUN|NODE|JSC)_/)
    assert.match(text, 'BUN_OPTIONS is odd')
    assert.match(text, 'x=UN_CONFIG_MAX_HTTP_REQUESTS=UN_CONFIG_VERBOSE_FETCH=UN_DISABLE_TRANSPILER=UN_SHOW_')
    assert.match(text, 'process.env.$ODE_DEBUG) { process.env.$UN_INSPECT_NOTIFY; env.BUN_INSPECT }')
    assert.match(text, 'I\xbd=imallocL mimalloc: mimalloc_version')
  })

  test(`${arch}: options of JavaScriptCore are compared with a name that there is none of`, () => {
    const [before, after] = [instructions(arch), runtime(arch)]
    ignoreEnvironment(after, { arch })
    const changed = differences(before, after.subarray(0, before.length))
    if (arch === 'amd64') assert.equal(changed, [[0x42, 0x3d]])
    else assert.is(after.readUInt32LE(4), (0x7100011f | (0x3d << 10)) >>> 0)
  })

  test(`${arch}: a crash prints no argument, and is sent nowhere`, () => {
    const bytes = runtime(arch)
    keepCrashesPrivate(bytes, { os: 'darwin', arch })
    const changed = differences(instructions(arch), bytes.subarray(0, instructions(arch).length))
    if (arch === 'amd64') assert.equal(changed, [[195, 0]])
    else assert.is(bytes.readUInt32LE(instructions(arch).length - 8), 0xf10002bf)
    const text = bytes.toString('latin1')
    assert.match(text, '\0PATH\0')
    assert.not.match(text, /DO_NOT_TRACK|bun\.report/)
    const windows = runtime(arch)
    keepCrashesPrivate(windows, { os: 'windows', arch })
    assert.match(windows.toString('latin1'), '\0PROGRAMFILES\0')
  })

  test(`${arch}: a runtime that has them otherwise is refused`, () => {
    for (const name of [...OWN, ...OF_OTHERS, 'mimallocL', 'BUN_DISABLE_TRANSPILER']) {
      const other = runtime(arch).toString('latin1').replaceAll(name, 'x'.repeat(name.length))
      assert.throws(() => ignoreEnvironment(Buffer.from(other, 'latin1'), { arch }), /runtime/)
    }
    const [code, rest] = [instructions(arch), runtime(arch).subarray(instructions(arch).length)]
    const without = Buffer.concat([Buffer.alloc(code.length), rest])
    assert.throws(() => ignoreEnvironment(without, { arch }), /BUN_JSC_ .+ 0 times/)
    assert.throws(() => keepCrashesPrivate(without, { os: 'linux', arch }), /196 .+ 0 times/)
    const twice = Buffer.concat([code, code, rest])
    assert.throws(() => ignoreEnvironment(twice, { arch }), /BUN_JSC_ .+ 2 times/)
    assert.throws(() => keepCrashesPrivate(twice, { os: 'linux', arch }), /196 .+ 2 times/)
  })
}

test.run()
