import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifests } from './shapes.ts'

const FILES_IN_DIRECTORY = 16
/** One in this many files has an ACR image. */
const ONE_OF = 10

/** Writes a repository of manifests with one document per file. A tenth are Deployments with ACR images. */
export function writeRepository(directory: string, files: number, seed: number): void {
  const acr = manifests('acr', Infinity, seed)[Symbol.iterator]()
  const others = manifests('none', Infinity, seed + 1)[Symbol.iterator]()
  for (let index = 0; index < files; index += 1) {
    const folder = join(directory, `team-${Math.floor(index / FILES_IN_DIRECTORY)}`)
    if (index % FILES_IN_DIRECTORY === 0) mkdirSync(folder, { recursive: true })
    const { value } = (index % ONE_OF === 0 ? acr : others).next()
    writeFileSync(join(folder, `manifest-${index}.yaml`), value ?? '')
  }
}
