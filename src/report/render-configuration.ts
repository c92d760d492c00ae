import { alignColumns } from './columns.ts'
import { Document, stringify } from 'yaml'
import { pathText } from '../configuration/fault.ts'
import type { Path } from '../configuration/fault.ts'
import type { EffectiveSettings, Sourced, ValueOrigin } from '../configuration/effective-settings.ts'
import { API_VERSION, CONFIGURATION_SCHEMA, KIND, SCHEMA_ADDRESS } from '../configuration/schema.ts'
import type { Schema } from '../configuration/schema.ts'
import type { WorkloadKind } from '../kinds/workload-kind.ts'
import { NONE } from '../text/lists.ts'
import { printable, printableJson } from './printable.ts'
import { joinLines } from './wording.ts'

export type ConfigurationFormat = 'table' | 'yaml' | 'json'

/** Raised when a key is removed or changes its meaning. New keys may be added without. */
const SHAPE_VERSION = 1

/** One effective value, with its path in a configuration and its origin. */
interface Row {
  readonly path: Path
  readonly value: string | boolean | readonly never[]
  readonly from: ValueOrigin
}

/**
 * Renders the effective settings: a line for each value; or a configuration, with origins in comments; or one JSON object on
 * one line:
 *
 *     version        number         of this shape
 *     file           string | null  the name of the configuration
 *     configuration  object         the effective settings, in the form of a configuration
 *     values         array          key, value, from "flag" | "file" | "default", flag | null, line | null
 */
export function renderConfiguration(settings: EffectiveSettings, format: ConfigurationFormat): string {
  const rows = rowsOf(settings)
  if (format === 'table') return renderTable(rows)
  const document = documentOf(rows)
  if (format === 'yaml') return `${HEADER}${document.toString({ lineWidth: 0 })}`
  return `${printableJson({
    version: SHAPE_VERSION,
    file: settings.file ?? null,
    configuration: document.toJS(),
    values: rows.map(({ path, value, from }) => ({
      key: pathText(path),
      value,
      from: from.by,
      flag: from.by === 'flag' ? from.flag : null,
      line: from.by === 'file' ? from.line : null,
    })),
  })}\n`
}

/** The comment by which editors find the schema. */
const HEADER = `# yaml-language-server: $schema=${SCHEMA_ADDRESS}\n`

function rowsOf(settings: EffectiveSettings): readonly Row[] {
  const { secrets, registries, serviceAccounts, kinds, crds, exclude } = settings
  return [
    ...namesAt(secrets, ['secret']),
    ...registries.flatMap(({ server, secrets: own, regions, credentialFree }, at) => {
      const path: Path = ['registries', at]
      return [
        row(server, [...path, 'server']),
        ...namesAt(own, [...path, 'secret']),
        ...regions.map((region, index) => row(region, [...path, 'regions', index])),
        ...(credentialFree === undefined ? [] : [row(credentialFree, [...path, 'credentialFree'])]),
      ]
    }),
    row(settings.onlyListedRegistries, ['onlyListedRegistries']),
    ...serviceAccounts.flatMap(({ value: { namespace, name, secrets: listed }, from }, at) => {
      const path: Path = ['serviceAccounts', at]
      return [
        ...(namespace === undefined ? [] : [{ path: [...path, 'namespace'], value: namespace, from }]),
        { path: [...path, 'name'], value: name, from },
        ...(listed.length === 0 ? [{ path: [...path, 'secrets'], value: NONE, from }] : []),
        ...listed.map((value, index) => ({ path: [...path, 'secrets', index], value, from })),
      ]
    }),
    ...kinds.map(({ value, from }, at) => ({ path: ['kinds', at], value: kindText(value), from })),
    ...crds.map(({ value: { text: value }, from }, at) => ({ path: ['crds', at], value, from })),
    ...exclude.map(({ value: { text: value }, from }, at) => ({ path: ['exclude', at], value, from })),
    row(settings.gitignore, ['gitignore']),
    row(settings.shape, ['shape']),
    row(settings.enableHelm, ['kustomize', 'enableHelm']),
    row(settings.loadRestrictor, ['kustomize', 'loadRestrictor']),
    row(settings.via, ['inject', 'via']),
    row(settings.strictInject, ['inject', 'strict']),
    row(settings.strictCheck, ['check', 'strict']),
    row(settings.failOn, ['check', 'failOn']),
  ]
}

function row({ value, from }: Sourced<string | boolean>, path: Path): Row {
  return { path, value, from }
}

/** One name is a value of its own, several are a list. */
function namesAt(names: readonly Sourced<string>[], path: Path): readonly Row[] {
  return names.map((name, at) => row(name, names.length === 1 ? path : [...path, at]))
}

/** The text that the user wrote. */
function kindText({ group, kind, origin }: WorkloadKind): string {
  return origin?.by === 'flag' || origin?.by === 'configuration' ? origin.text : `${group}/${kind}`
}

function renderTable(rows: readonly Row[]): string {
  const cells = [
    ['KEY', 'VALUE', 'FROM'],
    ...rows.map(({ path, value, from }) => [
      pathText(path),
      typeof value === 'object' ? '[]' : String(value),
      originWords(from),
    ]),
  ]
  return joinLines(alignColumns(cells).map(printable))
}

/** The origin in words: `.kubectl-acr.yaml:7`, `--secret`, `default`. */
function originWords(from: ValueOrigin): string {
  if (from.by === 'file') return `${from.file}:${from.line}`
  return from.by === 'flag' ? from.flag : 'default'
}

function documentOf(rows: readonly Row[]): Document {
  const document = new Document({ apiVersion: API_VERSION, kind: KIND })
  for (const { path, value, from } of rows) {
    const node = document.createNode(value)
    node.comment = ` ${originWords(from)}`
    document.setIn(path, node)
  }
  return document
}

/** A configuration to start with: each key as a comment, with its meaning and an example. */
export function starterConfiguration(): string {
  const parts = Object.entries(CONFIGURATION_SCHEMA.properties ?? {})
    .filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key))
    .map(([key, schema]) => {
      const example = stringify({ [key]: exampleOf(schema) }, { lineWidth: 0 })
      return commented([schema.description, ...example.trimEnd().split('\n')])
    })
  return [`${HEADER}apiVersion: ${API_VERSION}\nkind: ${KIND}\n`, ...parts].join('\n')
}

function commented(lines: readonly string[]): string {
  return lines.map(line => `# ${line}\n`).join('')
}

function exampleOf({ examples, properties = {} }: Schema): unknown {
  const [example] = examples ?? []
  if (example !== undefined) return example
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, exampleOf(schema)]))
}
