import type { Configuration, ConfigurationReading } from './configuration.ts'
import type { ConfigurationFault } from './fault.ts'
import { isRecord } from '../text/json-record.ts'
import { understand } from './meaning.ts'
import { parseConfiguration } from './parse.ts'
import { schemaFaults } from './schema-faults.ts'
import { isConfigurationFile } from './validator.ts'

/**
 * `place`: where the file is, for what it says to be understood, and told of. `foreign`: keys at its top that are of
 * somebody else, and say nothing.
 */
export function readConfiguration(
  bytes: Uint8Array,
  place: Pick<Configuration, 'name' | 'directory'>,
  foreign: readonly string[] = [],
): ConfigurationReading {
  const text = decode(bytes)
  if (typeof text !== 'string') return faulty([text])
  const { value: whole, faults, lineOf } = parseConfiguration(text)
  if (faults.length > 0) return faulty(faults)
  const value = withoutKeys(whole, foreign)
  if (!isConfigurationFile(value))
    return faulty(schemaFaults((isConfigurationFile.errors ?? []).slice(0, MOST + 1), value, lineOf))
  const { meaning, faults: misunderstood } = understand(value, lineOf)
  if (misunderstood.length > 0) return faulty(misunderstood)
  return { kind: 'read', configuration: { ...place, ...meaning } }
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0 || !isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

function decode(bytes: Uint8Array): string | ConfigurationFault {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { line: 1, what: 'the file is not UTF-8', remedy: 'save it as UTF-8' }
  }
}

/** What is more than this is no mistake in a configuration, but another file. */
const MOST = 100

/** From the top, each once. */
function faulty(faults: readonly ConfigurationFault[]): ConfigurationReading {
  const distinct = [...new Map(faults.map(fault => [`${fault.line} ${fault.what}`, fault])).values()]
  const sorted = distinct.toSorted((one, other) => one.line - other.line)
  const last = sorted[MOST]
  if (last === undefined) return { kind: 'faulty', faults: sorted }
  const rest = { line: last.line, what: 'there is more', remedy: 'check that this is the right file' }
  return { kind: 'faulty', faults: [...sorted.slice(0, MOST), rest] }
}
