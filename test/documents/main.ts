/** Makes the documents say what the program says now: the outputs of commands, the made regions, and the picture. */
import { readFileSync, writeFileSync } from 'node:fs'
import { SCHEMA_FILE, writeSchema } from './configuration.ts'
import { DOCUMENTS, PICTURE, readDocument, renewDocument, renewPicture, top } from './documents.ts'

for (const path of DOCUMENTS) {
  const before = readDocument(path)
  const now = await renewDocument(before).catch((error: unknown) => {
    throw new Error(path, { cause: error })
  })
  keep(path, before, now)
}
keep(PICTURE, read(PICTURE), await renewPicture())
keep(SCHEMA_FILE, read(SCHEMA_FILE), writeSchema())

function keep(path: string, before: string, now: string): void {
  if (now === before) return
  writeFileSync(top + path, now)
  console.log(path)
}

function read(path: string): string {
  try {
    return readFileSync(top + path, 'utf8')
  } catch {
    return ''
  }
}
