import type { Configuration, ConfigurationReading } from './configuration.ts'
import type { ConfigurationFault } from './fault.ts'
import { isRecord } from '../text/json-record.ts'
import { interpret } from './interpret.ts'
import { parseConfiguration } from './parse-configuration.ts'
import { schemaFaults } from './schema-faults.ts'
import { isConfigurationFile } from './validator.ts'

/**
 * Reads a configuration. `place` is used for relative paths and messages. `foreign` are keys of other programs at the
 * top level, which are ignored.
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
    return faulty(schemaFaults((isConfigurationFile.errors ?? []).slice(0, MAX_FAULTS + 1), value, lineOf))
  const { meaning, faults: misunderstood } = interpret(value, lineOf)
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

/** A file with more faults is not a configuration. */
const MAX_FAULTS = 100

/** Sorts faults by line, and removes duplicates. */
function faulty(faults: readonly ConfigurationFault[]): ConfigurationReading {
  const distinct = [...new Map(faults.map(fault => [`${fault.line} ${fault.what}`, fault])).values()]
  const sorted = distinct.toSorted((one, other) => one.line - other.line)
  const last = sorted[MAX_FAULTS]
  if (last === undefined) return { kind: 'faulty', faults: sorted }
  const rest = { line: last.line, what: 'there are more faults', remedy: 'check that this is the right file' }
  return { kind: 'faulty', faults: [...sorted.slice(0, MAX_FAULTS), rest] }
}
