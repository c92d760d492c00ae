import fg from 'fast-glob'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseAllDocuments } from 'yaml'
import { isInert } from '../../src/kinds/inert.ts'
import { findWorkloadKind, workloadKinds } from '../../src/kinds/table.ts'
import { ALL_IMAGES } from '../../src/kinds/notation.ts'
import { POD_IMAGES } from '../../src/kinds/workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../../src/kinds/workload-kind.ts'

const ROWS = workloadKinds()
const KEY = /^[A-Za-z][A-Za-z0-9]*$/
const STEP = /^[A-Za-z][A-Za-z0-9_]*(?:(?:\[\])*|\{\})$/
const GROUP = /^(?:|[a-z0-9-]+(?:\.[a-z0-9-]+)*)$/

const nameOf = ({ group, kind }: WorkloadKind): string => `${group}/${kind}`
const labelOf = (row: WorkloadKind): string => `${nameOf(row)} ${row.versions?.join() ?? '*'}`
const isPath = (path: string, step: RegExp): boolean => path.split('.').every(key => step.test(key))
const secretsOf = (place: PodPlace): string => place.secrets ?? 'imagePullSecrets'
const below = (host: string, path: string): string => (host === '' ? path : `${host}.${path}`)

const placesOf = (group: string, version: string, kind: string): readonly string[] | undefined =>
  findWorkloadKind(group, version, kind)?.places.map(({ at }) => at)

const secretsIn = (version: string): string | undefined =>
  findWorkloadKind('tekton.dev', version, 'PipelineRun')?.places[0]?.secrets

const entryOf = (group: string, kind: string): string | undefined =>
  findWorkloadKind(group, 'v1', kind)?.places[0]?.entry

function twiceIn(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

test('a group, version and kind has one row', () => {
  for (const row of ROWS) {
    const rivals = ROWS.filter(other => other !== row && nameOf(other) === nameOf(row))
    const versions = [row, ...rivals].flatMap(each => each.versions ?? ['*'])
    assert.equal(twiceIn(versions), [], nameOf(row))
    assert.ok(rivals.length === 0 || !versions.includes('*'), nameOf(row))
  }
})

test('groups, kinds and paths are well-formed', () => {
  for (const row of ROWS) {
    assert.match(row.group, GROUP)
    assert.match(row.kind, KEY)
    for (const place of row.places) {
      const isWell = (path: string): boolean => path === ALL_IMAGES || isPath(path.replace(/^\//, ''), STEP)
      assert.ok(place.at === '' || isPath(place.at, STEP), `${nameOf(row)}: ${place.at}`)
      assert.ok(isPath(secretsOf(place), KEY), `${nameOf(row)}: ${secretsOf(place)}`)
      for (const path of place.images ?? []) assert.ok(isWell(path), `${nameOf(row)}: ${path}`)
      for (const path of place.serviceAccount ?? []) assert.ok(isWell(path), `${nameOf(row)}: ${path}`)
      for (const key of place.beside ?? []) assert.match(key, KEY, nameOf(row))
    }
  }
})

test('no two places of a kind share a list, or create the same key', () => {
  for (const row of ROWS) {
    const lists = row.places.map(place => below(place.at, secretsOf(place)))
    assert.equal(twiceIn(lists), [], nameOf(row))
    const created = row.places
      .filter(place => place.onlyIfListed !== true)
      .map(place => below(place.at, secretsOf(place).replace(/\..*/, '')))
    assert.equal(twiceIn(created), [], nameOf(row))
  }
})

test('a place that is only written to where a list stands has a more general one', () => {
  for (const row of ROWS) {
    const [general] = row.places
    assert.ok(general?.onlyIfListed !== true, nameOf(row))
  }
})

test('a kind without a place says what to do', () => {
  for (const row of ROWS) {
    assert.ok(row.places.length > 0 || row.advice !== undefined, nameOf(row))
  }
})

test('kinds of one name are told apart by their group', () => {
  assert.is(findWorkloadKind('', 'v1', 'Service'), undefined)
  assert.equal(placesOf('serving.knative.dev', 'v1', 'Service'), ['spec.template.spec'])
  assert.is(findWorkloadKind('apps', 'v1', 'StatefulSet')?.group, 'apps')
  assert.is(findWorkloadKind('apps.kruise.io', 'v1beta1', 'StatefulSet')?.group, 'apps.kruise.io')
  assert.equal(placesOf('batch', 'v1', 'Job'), ['spec.template.spec'])
  assert.equal(placesOf('batch.volcano.sh', 'v1alpha1', 'Job'), ['spec.tasks[].template.spec'])
  assert.equal(placesOf('batch', 'v1', 'CronJob'), ['spec.jobTemplate.spec.template.spec'])
  assert.equal(placesOf('batch.volcano.sh', 'v1alpha1', 'CronJob'), [
    'spec.jobTemplate.spec.tasks[].template.spec',
  ])
  assert.is(findWorkloadKind('cluster.x-k8s.io', 'v1beta1', 'Cluster'), undefined)
  assert.equal(placesOf('postgresql.cnpg.io', 'v1', 'Cluster'), ['spec'])
  assert.is(findWorkloadKind('', 'v1', 'Deployment'), undefined)
  assert.is(findWorkloadKind('apps', 'v1', 'deployment'), undefined)
})

test('every version that Kubernetes has served is known', () => {
  const served = {
    apps: ['v1', 'v1beta1', 'v1beta2'],
    extensions: ['v1beta1'],
    batch: ['v1', 'v1beta1', 'v2alpha1'],
  }
  const kinds = {
    apps: ['Deployment', 'StatefulSet'],
    extensions: ['Deployment', 'DaemonSet'],
    batch: ['CronJob'],
  }
  for (const group of ['apps', 'extensions', 'batch'] as const)
    for (const version of served[group])
      for (const kind of kinds[group])
        assert.ok(findWorkloadKind(group, version, kind), `${group}/${version} ${kind}`)
})

test('a row can hold for some versions only', () => {
  assert.is(secretsIn('v1'), 'taskRunTemplate.podTemplate.imagePullSecrets')
  assert.is(secretsIn('v1beta1'), 'podTemplate.imagePullSecrets')
  assert.is(secretsIn('v3'), undefined)
})

test('fields that hold names are not filled with objects', () => {
  assert.is(entryOf('sparkoperator.k8s.io', 'SparkApplication'), 'string')
  assert.is(entryOf('apps.kruise.io', 'ImagePullJob'), 'string')
  assert.is(entryOf('sailoperator.io', 'Istio'), 'string')
  assert.is(entryOf('extensions.istio.io', 'WasmPlugin'), 'single')
  assert.is(entryOf('apps', 'Deployment'), undefined)
})

const inert: readonly [group: string, kind: string][] = [
  ['', 'ConfigMap'],
  ['', 'Secret'],
  ['', 'Event'],
  ['', 'Service'],
  ['apps', 'ControllerRevision'],
  ['rbac.authorization.k8s.io', 'ClusterRole'],
  ['apiextensions.k8s.io', 'CustomResourceDefinition'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
  ['kustomize.config.k8s.io', 'Kustomization'],
  ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
  ['kyverno.io', 'ClusterPolicy'],
  ['constraints.gatekeeper.sh', 'K8sAllowedRepos'],
  ['argoproj.io', 'AppProject'],
  ['source.toolkit.fluxcd.io', 'OCIRepository'],
  ['image.toolkit.fluxcd.io', 'ImageRepository'],
  ['apiextensions.crossplane.io', 'Composition'],
  ['backstage.io', 'Component'],
]

for (const [group, kind] of inert) {
  test(`${kind} of ${group === '' ? 'the core group' : group} runs nothing by itself`, () => {
    assert.ok(isInert(group, kind))
    assert.is(findWorkloadKind(group, 'v1', kind), undefined)
  })
}

test('no workload is inert, and no kind of a stranger', () => {
  for (const row of ROWS) assert.not(isInert(row.group, row.kind), nameOf(row))
  assert.not(isInert('contoso.com', 'ConfigMap'))
  assert.not(isInert('argoproj.io', 'Workflow'))
  assert.not(isInert('', 'ServiceAccount'))
})

test('a pod spec names images in four places', () => {
  assert.equal(
    POD_IMAGES.map(path => path.split('[')[0]),
    ['containers', 'initContainers', 'ephemeralContainers', 'volumes'],
  )
})

test('every row has a resource among the fixtures', () => {
  const root = fileURLToPath(new URL('../../fixtures/inject', import.meta.url))
  const shown = new Set<string>()
  for (const file of fg.sync('kind-*/input.yaml', { cwd: root, absolute: true })) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const [group = '', version = ''] =
        /^(?:(.*)\/)?(.*)$/.exec(String(document.get('apiVersion')))?.slice(1) ?? []
      const row = findWorkloadKind(group, version, String(document.get('kind')))
      if (row !== undefined) shown.add(labelOf(row))
    }
  }
  assert.equal(ROWS.filter(row => !shown.has(labelOf(row))).map(nameOf), [])
})

test.run()
