import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { scopeOf } from '../../src/commands/check-scope.ts'
import type { ScopeFlags } from '../../src/commands/check-scope.ts'
import { parseTimeout } from '../../src/commands/values.ts'

const NONE: ScopeFlags = {
  filename: undefined,
  kustomize: undefined,
  cluster: false,
  namespace: undefined,
  allNamespaces: false,
  selector: undefined,
  kubeconfig: undefined,
  contextName: undefined,
  requestTimeout: undefined,
}
const FILES = { filename: ['a.yaml'] }

const scopes: Record<string, [flags: Partial<ScopeFlags>, isAlone: boolean, told: string]> = {
  'a pipe': [{}, false, 'manifests'],
  'alone at a terminal': [{}, true, 'cluster'],
  'files at a terminal': [FILES, true, 'manifests'],
  'a namespace': [{ namespace: 'shop' }, false, 'cluster'],
  'all namespaces': [{ allNamespaces: true }, false, 'cluster'],
  'a context': [{ contextName: 'prod' }, false, 'cluster'],
  'the cluster in a pipe': [{ cluster: true }, false, 'cluster'],
  'files and the cluster': [{ ...FILES, cluster: true, namespace: 'shop' }, true, 'both'],
  'a kustomization and the cluster': [{ kustomize: '.', cluster: true }, false, 'both'],
  'files and a namespace': [{ ...FILES, namespace: 'shop' }, true, '-n is about the cluster'],
  'files and a kubeconfig': [{ ...FILES, kubeconfig: 'x' }, true, '--kubeconfig is about the cluster'],
  'files and all namespaces': [{ ...FILES, cluster: true, allNamespaces: true }, true, '-A chooses'],
  'files and a selector': [{ ...FILES, cluster: true, selector: 'a=b' }, true, '-l chooses'],
}

function tell(flags: Partial<ScopeFlags>, isAlone: boolean): string {
  const { readsManifests, cluster } = scopeOf({ ...NONE, ...flags }, isAlone)
  if (cluster === undefined) return readsManifests ? 'manifests' : 'nothing'
  return readsManifests ? 'both' : 'cluster'
}

for (const [name, [flags, isAlone, expected]] of Object.entries(scopes)) {
  test(`where a check looks: ${name}`, () => {
    if (expected.startsWith('-'))
      assert.throws(
        () => tell(flags, isAlone),
        (error: Error) => error.message.startsWith(expected),
      )
    else assert.is(tell(flags, isAlone), expected)
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
