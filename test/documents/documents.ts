import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openDirectory, renewConsoles } from './console.ts'
import { cluster, fixture, message, registry } from './findings.ts'
import { configuration } from './configuration.ts'
import { drawTerminal, recordTerminal } from './picture.ts'
import { keys } from './report-keys.ts'
import { kinds } from './kinds.ts'
import { flags, generalFlags, verbs } from './reference.ts'
import { renewRegions } from './regions.ts'

export const top = fileURLToPath(new URL('../..', import.meta.url))

/** The documents of users, by their paths from the top. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...readdirSync(`${top}docs`, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .map(path => `docs/${path.replaceAll('\\', '/')}`)
    .toSorted(),
]

export const PICTURE = 'docs/terminal.svg'

export function readDocument(path: string): string {
  return readFileSync(top + path, 'utf8')
}

/** A document with the outputs of its commands and its made regions as they come out now. */
export async function renewDocument(text: string): Promise<string> {
  const makers = {
    configuration,
    verbs,
    flags,
    generalFlags,
    keys,
    kinds,
    fixture,
    message,
    cluster,
    registry,
  }
  return renewConsoles(await renewRegions(text, makers), openDirectory)
}

/** The picture of the README: a manifest that cannot be pulled for, and what makes it whole. */
export async function renewPicture(): Promise<string> {
  const commands = [
    'kubectl acr check -f pod.yaml',
    'kubectl acr secret --registry myregistry.azurecr.io --username pull --password-file password > secret.yaml',
    'kubectl acr inject -f pod.yaml --diff',
    'kubectl acr inject -f pod.yaml --in-place',
    'kubectl acr check -f pod.yaml -f secret.yaml',
  ]
  const pod = readDocument('examples/pod.yaml').replace(/^ {2}namespace:.*\n/m, '')
  const screen = await recordTerminal(commands, { 'pod.yaml': pod, password: 'correct horse' })
  return drawTerminal(screen, 'kubectl acr: check, secret, inject, and check again')
}
