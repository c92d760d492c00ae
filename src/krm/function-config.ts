import { parseSecret, parseServiceAccount } from '../pull-secret/parse-secret.ts'
import { parseRegistry } from '../image/parse-registry.ts'
import type { ConfigurationFault } from '../configuration/fault.ts'
import { effectiveSettings } from '../configuration/effective-settings.ts'
import type { FlagSettings, EffectiveSettings } from '../configuration/effective-settings.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import { API_VERSION, KIND } from '../configuration/schema.ts'
import { parseKind } from '../kinds/from-flag.ts'
import { isNull, effectiveMembers, valueOf } from '../manifest/syntax/node.ts'
import type { Mapping, SyntaxNode } from '../manifest/syntax/node.ts'
import { nearest } from '../text/nearest.ts'
import { UserError } from '../text/user-error.ts'
import { referenceOf } from './resource-list.ts'
import type { ResourceList } from './resource-list.ts'

/** The settings of a function call, or every fault in its `functionConfig`. Lines are lines of the input. */
export type FunctionSettings =
  | { readonly kind: 'read'; readonly settings: EffectiveSettings }
  | { readonly kind: 'faulty'; readonly faults: readonly ConfigurationFault[] }

/**
 * Reads the `functionConfig` of a ResourceList: a configuration with `metadata` beside its keys, or a ConfigMap whose
 * keys are flags of inject. kpt turns `key=value` arguments into such a ConfigMap. Without a functionConfig, the
 * defaults apply. Relative paths start at `cwd`.
 */
export function functionSettings(list: ResourceList, cwd: string): FunctionSettings {
  const { functionConfig: config } = list
  if (config === undefined) return { kind: 'read', settings: effectiveSettings(undefined, {}, cwd) }
  const { apiVersion, kind } = referenceOf(config)
  if (apiVersion === API_VERSION && kind === KIND) return fromConfiguration(list, config, cwd)
  if (apiVersion === 'v1' && kind === 'ConfigMap') return fromConfigMap(list, config, cwd)
  const what =
    kind === ''
      ? 'functionConfig has no kind'
      : `functionConfig is a ${kind} of ${apiVersion || 'no apiVersion'}`
  const remedy = `write a ${KIND} of ${API_VERSION}, or a ConfigMap`
  return { kind: 'faulty', faults: [{ line: lineOf(list, config.start), what, remedy }] }
}

function lineOf({ syntax, linesBefore }: ResourceList, offset: number): number {
  return linesBefore + syntax.lines.number(offset)
}

/**
 * Reads the functionConfig as a configuration file. Padding in front keeps its lines and columns those of the input.
 */
function fromConfiguration(list: ResourceList, config: Mapping, cwd: string): FunctionSettings {
  const { text, lines } = list.syntax
  const before = '\n'.repeat(lineOf(list, config.start) - 1) + ' '.repeat(lines.column(config.start))
  const own = Buffer.from(before + text.slice(config.start, config.end))
  const reading = readConfiguration(own, { name: 'functionConfig', directory: cwd }, ['metadata'])
  if (reading.kind === 'faulty')
    return {
      kind: 'faulty',
      faults: reading.faults.map(fault => ({ ...fault, what: `functionConfig: ${fault.what}` })),
    }
  return { kind: 'read', settings: effectiveSettings(reading.configuration, {}, cwd) }
}

/** Parses the value of each key of a ConfigMap, as the flag of the same name is parsed. */
const DATA: Readonly<Record<string, (text: string) => FlagSettings>> = {
  secret: text => ({ secret: wordsOf(text, /[\s,]+/).map(parseSecret) }),
  registry: text => ({ registry: wordsOf(text, /[\s,]+/).map(word => parseRegistry(word)) }),
  via: text => ({ via: choiceOf<'pod' | 'serviceaccount'>('via', text, ['pod', 'serviceaccount']) }),
  strict: text => ({ strictInject: choiceOf('strict', text, ['true', 'false']) === 'true' }),
  'service-account-secret': text => ({
    serviceAccountSecret: wordsOf(text, /\s+/).map(parseServiceAccount),
  }),
  kind: text => ({ kind: wordsOf(text, /\s+/).map(word => parseKind(word)) }),
}

function wordsOf(text: string, separator: RegExp): readonly string[] {
  return text.split(separator).filter(word => word !== '')
}

function choiceOf<const T extends string>(key: string, text: string, choices: readonly T[]): T {
  const choice = choices.find(one => one === text.trim())
  if (choice === undefined) throw new UserError(`--${key} "${text}": expected ${choices.join(' or ')}`, '')
  return choice
}

function fromConfigMap(list: ResourceList, config: Mapping, cwd: string): FunctionSettings {
  const data = valueOf(config, 'data')
  const flags: FlagSettings[] = []
  const faults: ConfigurationFault[] = []
  for (const { member } of data?.type === 'mapping' ? effectiveMembers(data) : []) {
    const read = flagsFrom(member.key, member.value)
    if (read.kind === 'faulty') faults.push({ ...read.fault, line: lineOf(list, member.start) })
    else flags.push(read.flags)
  }
  if (faults.length > 0) return { kind: 'faulty', faults }
  return { kind: 'read', settings: effectiveSettings(undefined, Object.assign({}, ...flags), cwd) }
}

type KeyReading =
  | { readonly kind: 'read'; readonly flags: FlagSettings }
  | { readonly kind: 'faulty'; readonly fault: Omit<ConfigurationFault, 'line'> }

function flagsFrom(key: string, value: SyntaxNode): KeyReading {
  const where = `functionConfig: data.${key}`
  const keys = Object.keys(DATA)
  const read = keys.includes(key) ? DATA[key] : undefined
  if (read === undefined) {
    const meant = nearest(key, keys)
    const remedy = meant === undefined ? `the keys are ${keys.join(', ')}` : `did you mean ${meant}?`
    return faulty(`${where} is not a key of fn`, remedy)
  }
  if (isNull(value)) return { kind: 'read', flags: {} }
  if (value.type !== 'scalar') return faulty(`${where} is not a string`, 'write a string')
  try {
    return { kind: 'read', flags: read(value.text) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const message = error.message.replaceAll(`--${key} `, '').trim()
    return faulty(`${where}: ${message}`, error.remedy || 'correct it')
  }
}

function faulty(what: string, remedy: string): KeyReading {
  return { kind: 'faulty', fault: { what, remedy } }
}
