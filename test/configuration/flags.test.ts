import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadVerbs } from '../../src/cli.ts'
import { longName } from '../../src/commands/shared/arguments/flag.ts'
import { CONFIGURATION_SCHEMA } from '../../src/configuration/schema.ts'
import type { Schema } from '../../src/configuration/schema.ts'

const verbs = await loadVerbs()

/** The keys that say for a repository what a flag says for a call. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  '--secret': ['secret', 'registries.secret'],
  '--registry': ['registries.server', 'onlyListedRegistries'],
  '--service-account-secret': ['serviceAccounts'],
  '--via': ['inject.via'],
  '--strict': ['inject.strict', 'check.strict'],
  '--fail-on': ['check.failOn'],
  '--kind': ['kinds'],
  '--crd': ['crds'],
  '--no-shape': ['shape'],
  '--exclude': ['exclude'],
  '--no-ignore': ['gitignore'],
  '--kustomize-args': ['kustomize.enableHelm', 'kustomize.loadRestrictor'],
}

/** Why flags have no key. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'what one call reads':
    '--filename --recursive --kustomize --only --allow-empty --selector --namespace --all-namespaces --cluster',
  'what one call writes and reports':
    '--in-place --check --diff --stream --output --quiet --verbose --report --report-file --color --help --with-secret',
  'a configuration asks no network and no cluster':
    '--crds-from-cluster --registry-login --kubeconfig --context --request-timeout --kubernetes-version',
  'credentials are for one call':
    '--username --password --password-stdin --password-file --password-env --service-principal --azure-login ' +
    '--audience --tenant --docker-config',
  'what names the configuration': '--config --no-config',
}

test('each flag of inject and check has a key, or a reason why it has none', () => {
  const names = verbs
    .filter(({ name }) => name === 'inject' || name === 'check')
    .flatMap(({ flags }) => flags)
    .map(longName)
  const known = [...Object.keys(KEYS), ...Object.values(LEFT_OUT).flatMap(flags => flags.split(' '))]
  assert.equal([...new Set(names)].toSorted(), known.toSorted())
})

test('the keys are those of the schema', () => {
  for (const key of Object.values(KEYS).flat()) assert.ok(isIn(CONFIGURATION_SCHEMA, key.split('.')), key)
})

function isIn({ properties, items }: Schema, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return true
  const next = (properties ?? items?.properties ?? {})[first]
  return next !== undefined && isIn(next, rest)
}

test.run()
