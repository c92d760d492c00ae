import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import type { Input } from '../../bench/inputs/files.ts'
import { manifests } from '../../bench/inputs/shapes.ts'
import type { Shape } from '../../bench/inputs/shapes.ts'
import { spawned } from '../../bench/measure/command.ts'
import { cat, jsonRoundTrip, yamlRoundTrip } from '../../bench/subjects/floors.ts'
import { findKustomize } from '../../bench/subjects/kubernetes.ts'
import { briefly } from '../../bench/subjects/subject.ts'
import type { Found } from '../../bench/subjects/subject.ts'
import { findYq, yqKind } from '../../bench/subjects/yq.ts'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'

const textOf = (shape: Shape): string => [...manifests(shape, 20_000, 7)].join('')

function inputOf(shape: Shape): Input {
  const folder = join(makeFolder(), shape)
  mkdirSync(folder)
  const file = join(folder, 'manifests.yaml')
  writeFileSync(file, textOf(shape))
  return { folder, file }
}

function outputOn(input: Input, subject: Found): string {
  if ('absent' in subject) throw new Error(subject.absent)
  const [program = '', ...args] = spawned(subject.on(input))
  return execFileSync(program, args, { maxBuffer: 1 << 26 }).toString()
}

const resources = (text: string): unknown[] => parseAllDocuments(text).map(document => document.toJS())

/** How many documents there are, and how many of them name the secret. */
function counted(text: string): readonly [documents: number, named: number] {
  const documents = resources(text).map(one => JSON.stringify(one))
  return [documents.length, documents.filter(one => one.includes('"acr-secret"')).length]
}

test('which yq it is', () => {
  assert.is(yqKind('yq (https://github.com/mikefarah/yq/) version v4.44.1'), 'Go')
  assert.is(yqKind('yq version 4.16.2'), 'Go')
  assert.is(yqKind('yq 3.1.0'), 'Python')
  assert.is(yqKind('yq 0.0.0'), 'Python')
})

test('the floors give back what they read', () => {
  const yaml = inputOf('tenth')
  assert.is(outputOn(yaml, cat), textOf('tenth'))
  assert.equal(resources(outputOn(yaml, yamlRoundTrip)), resources(textOf('tenth')))
  for (const shape of ['json-list', 'json-list-compact'] as const) {
    const text = outputOn(inputOf(shape), jsonRoundTrip)
    assert.equal(JSON.parse(text), JSON.parse(textOf(shape)))
    assert.is(text.includes('\n'), shape === 'json-list')
  }
})

test('a brief input is handed over as a file', () => {
  const input = inputOf('acr')
  const subject = briefly(cat)
  assert.equal('absent' in subject || subject.on(input), { argv: ['cat'], stdin: { file: input.file } })
})

const others = [
  ['yq', findYq],
  ['kubectl', findKustomize],
] as const
for (const [program, find] of others) {
  if (findProgram(program, `what ${program} makes of a benchmark input`) === undefined) continue
  test(`${program} names the secret in each Deployment, and nowhere else`, () => {
    const input = inputOf('tenth')
    const deployments = textOf('tenth').split('kind: Deployment\n').length - 1
    assert.ok(deployments > 3)
    assert.equal(counted(outputOn(input, find())), [counted(textOf('tenth'))[0], deployments])
  })
}

test.run()
