import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { pluginCommand } from './built-plugin.ts'

const CODES = { SIGINT: 130, SIGTERM: 143 } as const
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

interface Ended {
  /** As a shell has it, whether the process ended by itself or by the signal. */
  readonly status: unknown
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds from the signal to the end. */
  readonly time: number
}

/** `isReady` says when the signal is to be sent. */
async function endedBy(
  signal: (typeof SIGNALS)[number],
  args: readonly string[],
  isReady: (child: ChildProcessWithoutNullStreams) => Promise<void>,
): Promise<Ended> {
  const [program, ...first] = pluginCommand()
  const child = spawn(program, [...first, ...args])
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin.on('error', () => {}) // it ends without reading
  await isReady(child)
  const start = performance.now()
  child.kill(signal)
  const [code, by]: unknown[] = await once(child, 'close')
  const time = performance.now() - start
  const status = by === signal ? CODES[signal] : code
  return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), time }
}

/** Waits until a process has used so many milliseconds of a processor; where nothing tells, for a second. */
async function hasWorked({ pid }: ChildProcessWithoutNullStreams, milliseconds: number): Promise<void> {
  if (process.platform !== 'linux') return sleep(1_000)
  let used = 0
  while (used < milliseconds) {
    await sleep(10)
    const [, user = 0, system = 0] =
      /^.*\)(?: \S+){11} (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    used = 10 * (Number(user) + Number(system)) // a hundred ticks a second
  }
}

if (process.platform !== 'win32') {
  const slow = makeFolder({ 'a.yaml': pod + 'x: &a\n' + '  k: "a\n   b"\n'.repeat(400_000) })

  for (const signal of SIGNALS) {
    test(`${signal} ends it while it waits for its input`, async () => {
      const ended = await endedBy(signal, ['inject', '-f', '-'], async child => {
        child.stdin.write(pod) // and no end
        await hasWorked(child, 30)
        await sleep(100)
      })
      assert.equal([ended.status, ended.stdout], [CODES[signal], ''])
    })

    test(`${signal} ends it within a second during work that never pauses`, async () => {
      const ended = await endedBy(signal, ['inject', '-f', slow], child => hasWorked(child, 220))
      assert.equal([ended.status, ended.stdout], [CODES[signal], ''])
      assert.ok(ended.time < 1_000, `${ended.time} ms`)
    })

    test(`${signal} ends --in-place between two files, and it says which were written`, async () => {
      const files = 300 // more than are written at once
      const folder = makeFolder()
      const names = Array.from({ length: files }, (_, at) => `f${String(at).padStart(4, '0')}.yaml`)
      for (const name of names) writeFileSync(join(folder, name), pod)
      const isAnyWritten = (): boolean => readFileSync(join(folder, 'f0000.yaml'), 'utf8') !== pod
      const ended = await endedBy(signal, ['inject', '-f', folder, '--in-place'], async () => {
        for (let turn = 0; turn < 1_500 && !isAnyWritten(); turn += 1) await sleep(10)
      })
      const texts = names.map(name => readFileSync(join(folder, name), 'utf8'))
      const left = texts.filter(text => text === pod).length
      assert.ok(left > 0 && left < files, `${left} left`)
      assert.is(ended.status, CODES[signal])
      const told = `not written: ${left} files; written: ${files - left} files; `
      assert.is(ended.stderr, `error: interrupted: ${told}run again to change the rest; --diff shows it\n`)
      assert.equal(readdirSync(folder), names)
      assert.ok(ended.time < 1_000, `${ended.time} ms`)
    })
  }
}

test.run()
