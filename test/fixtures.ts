import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { run } from '../src/cli.ts'
import { joinSources } from '../src/manifest/join.ts'
import { isBundle, pluginCommand } from './plugin/built-plugin.ts'

/**
 * `fixtures/<verb>/<what is odd>/`: `input.yaml` goes to the verb on stdin, with one argument a line of `args`, if that
 * exists; stdout must be `expected.yaml`, stderr `expected.stderr`, and the exit code 0 or what `expected.exit` says.
 */
export interface Fixture {
  readonly name: string
  readonly verb: string
  readonly folder: string
  readonly args: readonly string[]
  readonly input: Buffer
}

export interface Result {
  readonly stdout: Buffer
  readonly stderr: string
  readonly exit: number
}

const top = fileURLToPath(new URL('../fixtures/', import.meta.url))

export function allFixtures(): readonly Fixture[] {
  return readdirSync(top)
    .toSorted()
    .flatMap(verb =>
      readdirSync(join(top, verb))
        .toSorted()
        .map(name => ({ verb, name })),
    )
    .map(({ verb, name }) => {
      const folder = join(top, verb, name)
      const args = join(folder, 'args')
      return {
        name: `${verb}/${name}`,
        verb,
        folder,
        args: existsSync(args)
          ? readFileSync(args, 'utf8')
              .split('\n')
              .filter(arg => arg !== '')
          : [],
        input: readFileSync(join(folder, 'input.yaml')),
      }
    })
}

/** Of a ServiceAccount or a CRD depends what other documents get. */
const REACHES_FURTHER = /ServiceAccount|CustomResourceDefinition/
const MOST_IN_A_BATCH = 30

/** The fixtures that one run can take together, joined to one stream: they have the same arguments, and do without each other. */
export function batchesOf(fixtures: readonly Fixture[]): readonly (readonly Fixture[])[] {
  const batches: Fixture[][] = []
  const open = new Map<string, Fixture[]>()
  for (const fixture of fixtures) {
    const key = fixture.args.join('\n')
    const isAlone = REACHES_FURTHER.test(fixture.input.toString())
    const known = isAlone ? undefined : open.get(key)
    if (known !== undefined && known.length < MOST_IN_A_BATCH) {
      known.push(fixture)
      continue
    }
    const batch = [fixture]
    batches.push(batch)
    if (!isAlone) open.set(key, batch)
  }
  return batches
}

/** Those of a batch of which something does not hold: asked of all at once, and where it does not hold of all, of their halves. */
export async function failuresIn(
  batch: readonly Fixture[],
  holds: (some: readonly Fixture[]) => Promise<boolean>,
): Promise<readonly Fixture[]> {
  if (batch.length === 0 || (await holds(batch))) return []
  if (batch.length === 1) return batch
  const middle = batch.length >> 1
  const first = await failuresIn(batch.slice(0, middle), holds)
  return [...first, ...(await failuresIn(batch.slice(middle), holds))]
}

/** The inputs of fixtures, or what is expected of them, as one stream. */
export function joined(texts: readonly Buffer[]): Buffer {
  return Buffer.concat([...joinSources(texts.map(text => [text]))])
}

/** Runs a verb on bytes: in this process, with its own streams and context, or by an executable under test. */
export function runVerb(verb: string, args: readonly string[], input: Uint8Array): Promise<Result> {
  return isBundle ? runInProcess(verb, args, input) : runExecutable(verb, args, input)
}

function runExecutable(verb: string, args: readonly string[], input: Uint8Array): Promise<Result> {
  const [program, ...first] = pluginCommand()
  const child = spawn(program, [...first, verb, '-f', '-', ...args], {
    cwd: top,
    env: { PATH: '/usr/bin:/bin' },
  })
  const [stdout, stderr] = [collector(), collector()]
  child.stdout.pipe(stdout.stream)
  child.stderr.pipe(stderr.stream)
  child.stdin.on('error', () => {}) // it may end without reading
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      resolve({ stdout: stdout.bytes(), stderr: stderr.bytes().toString(), exit: code ?? -1 }),
    )
  })
}

async function runInProcess(verb: string, args: readonly string[], input: Uint8Array): Promise<Result> {
  const [stdout, stderr] = [collector(), collector()]
  const exit = await run([verb, '-f', '-', ...args], {
    cwd: top,
    env: {},
    stdin: Readable.from([input]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    holdSignals: work => work(() => false),
    beforeSignal: () => () => {},
    isTerminal: { stdin: false, stdout: false, stderr: false },
    now: () => new Date('2030-01-01T12:00:00Z'),
    sleep: () => Promise.reject(new Error('a fixture waits for nothing')),
    heap: { limitGrowth: async () => {}, reclaimer: async () => () => {} },
    runtime: { platform: 'linux', arch: 'x64', parent: 1, versions: { node: '20.20.2' } },
    fetch: () => Promise.reject(new Error('a fixture asks for no network')),
    spawn: () => {
      throw new Error('a fixture starts no program')
    },
  })
  return { stdout: stdout.bytes(), stderr: stderr.bytes().toString(), exit }
}

function collector(): { readonly stream: Writable; readonly bytes: () => Buffer } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, bytes: () => Buffer.concat(chunks) }
}

export function expectedOf({ folder }: Fixture): Result {
  const read = (name: string): Buffer =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : Buffer.alloc(0)
  return {
    stdout: read('expected.yaml'),
    stderr: read('expected.stderr').toString(),
    exit: Number(read('expected.exit').toString() || 0),
  }
}

/** Makes a result the expected one. A file that would say nothing is not written. */
export function rewrite({ folder }: Fixture, { stdout, stderr, exit }: Result): void {
  const files = {
    'expected.yaml': stdout,
    'expected.stderr': stderr,
    'expected.exit': exit === 0 ? '' : `${exit}\n`,
  }
  for (const [name, content] of Object.entries(files)) {
    if (content.length > 0) writeFileSync(join(folder, name), content)
    else rmSync(join(folder, name), { force: true })
  }
}
