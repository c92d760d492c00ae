import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeRepository } from './repository.ts'
import { manifests } from './shapes.ts'
import type { Shape } from './shapes.ts'

/** An input on disk. It is the only file of its folder, as kustomize needs it. */
export interface Input {
  readonly folder: string
  readonly file: string
}

const SEED = 20_250_302
const FLUSH_CHARACTERS = 1 << 20
const everything = join(tmpdir(), 'kubectl-acr-bench')

/** A version of the generated inputs. Inputs are kept between runs until the seed or the generator changes. */
function version(): string {
  const sources = fileURLToPath(new URL('.', import.meta.url))
  const hash = createHash('sha256').update(String(SEED))
  for (const name of readdirSync(sources).toSorted()) hash.update(readFileSync(join(sources, name)))
  return hash.digest('hex').slice(0, 12)
}

/** The path of an input of about `bytes`, generated if it does not exist. */
export async function inputOf(shape: Shape, bytes: number): Promise<Input> {
  const folder = join(everything, version(), `${shape}-${bytes}`)
  const file = join(folder, shape.startsWith('json') ? 'manifests.json' : 'manifests.yaml')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const unfinished = `${file}.${process.pid}`
    await write(unfinished, manifests(shape, bytes, SEED))
    renameSync(unfinished, file)
  }
  return { folder, file }
}

/** The path of a repository with `files` files. `folder` and `file` are the same. */
export async function repositoryOf(files: number): Promise<Input> {
  const folder = join(everything, version(), `repository-${files}`)
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`
    writeRepository(unfinished, files, SEED)
    renameSync(unfinished, folder)
  }
  return { folder, file: folder }
}

/** A command that prints an input that is too long to keep. */
export function printed(shape: Shape, bytes: number): readonly string[] {
  const program = fileURLToPath(new URL('print.ts', import.meta.url))
  return [process.execPath, '--import', 'tsx', program, shape, String(bytes), String(SEED)]
}

async function write(path: string, texts: Iterable<string>): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (const text of inBlocks(texts)) await file.writeFile(text)
  } finally {
    await file.close()
  }
}

/** The text in pieces of at least a megabyte, to save system calls. */
export function* inBlocks(texts: Iterable<string>): Generator<string> {
  let block = ''
  for (const text of texts) {
    block += text
    if (block.length < FLUSH_CHARACTERS) continue
    yield block
    block = ''
  }
  yield block
}

export function removeInputs(): void {
  rmSync(everything, { recursive: true, force: true })
}
