import { fileURLToPath } from 'node:url'
import { piped } from './subject.ts'
import type { Subject } from './subject.ts'

/**
 * Lower limits: programs that do less than this one, and round trips with the libraries that one would write such a
 * filter with.
 */

export const cat: Subject = { name: 'cat FILE | cat', on: input => ({ argv: ['cat'], stdin: piped(input) }) }

export const node: Subject = {
  name: 'node -e 0',
  on: () => ({ argv: [process.execPath, '-e', '0'] }),
}

export const yamlRoundTrip = roundTrip('yaml parse + print', 'yaml-round-trip.mjs')
export const jsonRoundTrip = roundTrip('JSON.parse + stringify', 'json-round-trip.mjs')

function roundTrip(name: string, script: string): Subject {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return { name, on: input => ({ argv: [process.execPath, path], stdin: piped(input) }) }
}

/** Finds the files of a repository that name a registry. */
export const grep: Subject = {
  name: 'grep -rl azurecr.io',
  on: ({ folder }) => ({ argv: ['grep', '-rl', 'azurecr.io', folder] }),
}
