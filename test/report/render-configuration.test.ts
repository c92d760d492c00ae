import { Ajv2020 } from 'ajv/dist/2020.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { effectiveSettings } from '../../src/configuration/effective-settings.ts'
import type { EffectiveSettings } from '../../src/configuration/effective-settings.ts'
import { readConfiguration } from '../../src/configuration/read-configuration.ts'
import { CONFIGURATION_SCHEMA } from '../../src/configuration/schema.ts'
import type { Schema } from '../../src/configuration/schema.ts'
import { VALIDATOR_OPTIONS } from '../../src/configuration/validator.ts'
import { renderConfiguration, starterConfiguration } from '../../src/report/render-configuration.ts'

const place = { name: 'c.yaml', directory: '/r' }

function settings(text: string): EffectiveSettings {
  const reading = readConfiguration(Buffer.from(text), place)
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.faults))
  return effectiveSettings(reading.configuration, {}, '/r')
}

/** What is in force, without who says it. */
function values(text: string): unknown {
  return JSON.parse(renderConfiguration(settings(text), 'json')).configuration
}

const FULL = `secret: [a, b]
registries:
- {server: contoso.azurecr.io, secret: c, regions: [eastus2]}
- {server: r.contoso.com, secret: [d, e]}
- {server: platform.azurecr.io, credentialFree: true}
serviceAccounts: [{namespace: shop, name: default, secrets: [f]}, {name: web, secrets: []}]
kinds: ['contoso.com/A=spec.template.spec', 'contoso.com/B=spec/pull:strings(image)']
crds: [crds/]
exclude: ['!a b', '#c']
gitignore: false
inject: {via: serviceaccount, strict: true}
check: {strict: true, failOn: warning}
`

test('what is printed as YAML is a configuration that says the same', () => {
  for (const text of ['', FULL, `${FULL}onlyListedRegistries: true\n`]) {
    const printed = renderConfiguration(settings(text), 'yaml')
    assert.equal(values(printed), values(text))
    assert.match(printed, /^# yaml-language-server: \$schema=https:.*\napiVersion: kubectl-acr\/v1\n/)
  }
  assert.match(renderConfiguration(settings(FULL), 'yaml'), '- a # c.yaml:1\n')
})

test('the starter is a configuration that says nothing, and one with all of it uncommented', () => {
  const starter = starterConfiguration()
  assert.equal(values(starter), values(''))
  const lines = starter.split('\n').map(line => /^# ((?:[a-zA-Z]+:(?: \S|$)| ).*)$/.exec(line)?.[1] ?? line)
  const said = JSON.stringify(values(lines.filter(line => !line.startsWith('# ')).join('\n')))
  for (const key of Object.keys(CONFIGURATION_SCHEMA.properties ?? {}))
    if (key !== 'metadata') assert.match(said, `"${key}"`)
})

test('a table has a line for each value', () => {
  const table = renderConfiguration(settings('exclude: ["\\u001b[31m"]'), 'table')
  assert.match(table, /^KEY {2,}VALUE {2,}FROM\nsecret {2,}acr-secret {2,}default\n/)
  assert.match(table, 'u001b[31m')
  assert.not.match(table, '\u001b')
})

test('the schema is one, with a title, a description and an example or choices for each key', () => {
  const ajv = new Ajv2020({ ...VALIDATOR_OPTIONS, strict: true })
  assert.ok(ajv.validateSchema(CONFIGURATION_SCHEMA))
  const walk = (schema: Schema, path: string): void => {
    assert.ok(schema.title.length > 0 && schema.description.endsWith('.'), path)
    const isLeaf = schema.properties === undefined && !path.endsWith('[]')
    if (isLeaf) assert.ok(schema.examples !== undefined || schema.enum !== undefined, path)
    const { $id: _, $schema: __, ...plain } = schema
    for (const example of schema.examples ?? []) assert.ok(ajv.validate(plain, example), path)
    if (schema.default !== undefined) assert.ok(ajv.validate(plain, schema.default), path)
    for (const [key, one] of Object.entries(schema.properties ?? {})) walk(one, `${path}.${key}`)
    if (schema.items !== undefined) walk(schema.items, `${path}[]`)
  }
  walk(CONFIGURATION_SCHEMA, '')
})

test('the defaults of the schema are those of the program', () => {
  const walk = ({ default: one, properties }: Schema): unknown =>
    properties === undefined
      ? one
      : Object.fromEntries(
          Object.entries(properties)
            .map(([key, schema]) => [key, walk(schema)] as const)
            .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
        )
  assert.equal(values(''), walk(CONFIGURATION_SCHEMA))
})

test.run()
