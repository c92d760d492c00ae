import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { scopeOf } from '../../src/commands/check/check-scope.ts'
import type { ScopeValues } from '../../src/commands/check/check-scope.ts'
import { parseTimeout } from '../../src/commands/shared/arguments/flag-values.ts'
import { acr } from './in-process.ts'

const NONE: ScopeValues = {
  cluster: false,
  namespace: undefined,
  allNamespaces: false,
  selector: undefined,
  kubeconfig: undefined,
  context: undefined,
  requestTimeout: undefined,
  crdsFromCluster: false,
}

interface Case {
  readonly values: Partial<ScopeValues>
  readonly namesInputs: boolean
  readonly isTerminal: boolean
  readonly told: string
}

const scopes: Record<string, Case> = {
  'a pipe': { values: {}, namesInputs: false, isTerminal: false, told: 'manifests' },
  'alone at a terminal': { values: {}, namesInputs: false, isTerminal: true, told: 'cluster' },
  'files at a terminal': { values: {}, namesInputs: true, isTerminal: true, told: 'manifests' },
  'a namespace': { values: { namespace: 'shop' }, namesInputs: false, isTerminal: false, told: 'cluster' },
  'all namespaces': {
    values: { allNamespaces: true },
    namesInputs: false,
    isTerminal: false,
    told: 'cluster',
  },
  'a context': { values: { context: 'prod' }, namesInputs: false, isTerminal: false, told: 'cluster' },
  'the cluster in a pipe': {
    values: { cluster: true },
    namesInputs: false,
    isTerminal: false,
    told: 'cluster',
  },
  'files of a namespace': {
    values: { namespace: 'shop' },
    namesInputs: true,
    isTerminal: true,
    told: 'manifests',
  },
  'files and a context': {
    values: { context: 'prod' },
    namesInputs: true,
    isTerminal: true,
    told: 'manifests for a cluster',
  },
  'files, and a context for their CRDs': {
    values: { crdsFromCluster: true, context: 'prod' },
    namesInputs: true,
    isTerminal: true,
    told: 'manifests',
  },
  'files, with CRDs of the cluster that is looked in': {
    values: { crdsFromCluster: true, context: 'prod', cluster: true },
    namesInputs: true,
    isTerminal: true,
    told: 'manifests for a cluster',
  },
  'files and the cluster': {
    values: { cluster: true, namespace: 'shop' },
    namesInputs: true,
    isTerminal: true,
    told: 'manifests for a cluster',
  },
}

for (const [name, { values, namesInputs, isTerminal, told }] of Object.entries(scopes)) {
  test(`where a check looks: ${name}`, () => {
    const { target, cluster } = scopeOf({ ...NONE, ...values }, namesInputs, isTerminal)
    assert.is(target === 'manifests' && cluster !== undefined ? 'manifests for a cluster' : target, told)
  })
}

const refused: Record<string, string> = {
  'check -k . --kubeconfig x': '--kubeconfig is for a cluster, and -f and -k name manifests',
  'check -f a.yaml --cluster -A': '-A selects what runs in the cluster, and -f and -k name manifests',
  'check -f a.yaml --cluster -l a=b': '-l selects what runs in the cluster, and -f and -k name manifests',
}

for (const [line, message] of Object.entries(refused)) {
  test(`refused: ${line}`, async () => {
    const { code, stderr } = await acr(line)
    assert.is(code, 2)
    assert.is(stderr.split('\n')[0], `error: ${message}`)
  })
}

const times: Record<string, number> = {
  '10': 10_000,
  '10s': 10_000,
  '1m30s': 90_000,
  '500ms': 500,
  '1.5s': 1_500,
  '2h': 7_200_000,
  '0': 86_400_000,
  '0s': 86_400_000,
  '1000h': 86_400_000,
}

for (const [text, milliseconds] of Object.entries(times))
  test(`a time: ${text}`, () => assert.is(parseTimeout(text), milliseconds))

for (const text of ['', 'soon', '10x', '-1', '1.5', '1 s'])
  test(`no time: ${text}`, () => assert.throws(() => parseTimeout(text), /--request-timeout/))

test.run()
