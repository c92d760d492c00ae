import type { ConfiguredCall } from '../../check/inventory/inventory.ts'
import type { EffectiveSettings } from '../../configuration/effective-settings.ts'
import {
  credentialFreeHosts,
  registryHosts,
  secretNames,
  secretRulesOfFile,
  valuesOf,
} from '../../configuration/registry-settings.ts'
import { registriesFrom } from '../../image/registry.ts'
import { filterForCheck } from '../../manifest/document-filters.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { clusterOptions } from '../shared/input/cluster-flags.ts'
import type { ConfigurationValues } from '../shared/input/configuration-flags.ts'
import { settingsFor } from '../shared/input/configuration-flags.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { findInputs, inputWords, NONE_READ, readInputs, selectInputs } from '../shared/input/inputs.ts'
import type { InputSelection, ReadInputs } from '../shared/input/inputs.ts'
import { kindSources } from '../shared/input/kind-flags.ts'
import type { KindValues } from '../shared/input/kind-flags.ts'
import { noticeLine, noticeOf } from '../shared/terminal/notice.ts'
import { typedRegistries } from '../shared/input/registry-flags.ts'
import { scopeOf } from './check-scope.ts'
import type { Scope } from './check-scope.ts'
import type { CheckValues } from './flags.ts'
import type { CheckRequest } from './run-check.ts'

/** A call of check: its flags, and what they mean together with the configuration. */
export interface CheckCall {
  readonly values: CheckValues
  readonly settings: EffectiveSettings
  readonly inputs: InputSelection
  readonly scope: Scope
}

/** Reads the configuration, and finds out what the call wants to check. Throws UserError and UsageError. */
export async function readCall(values: CheckValues, context: CommandContext): Promise<CheckCall> {
  const settings = await settingsFor(values, { ...values, strictCheck: values.strict }, context)
  const inputs = selectInputs(values, settings)
  return { values, settings, inputs, scope: scopeOf(values, inputs.isNamed, context.isTerminal.stdin) }
}

/** Reads the manifests of a call. There are none if only a cluster is checked. */
export async function readManifestInputs(
  { inputs, settings, scope }: CheckCall,
  context: CommandContext,
): Promise<ReadInputs> {
  if (scope.target === 'cluster') return NONE_READ
  return readInputs(await findInputs(inputs, context), context, filterForCheck(registryHosts(settings)).files)
}

/** What to check and how, with the words of the call that suggested commands repeat. */
export async function requestFor(
  call: CheckCall,
  read: ReadInputs,
  context: CommandContext,
): Promise<CheckRequest> {
  const { values, settings, inputs, scope } = call
  const registries = registryHosts(settings)
  const credentialFree = credentialFreeHosts(settings)
  const ofManifests = scope.target === 'manifests'
  return {
    ...scope,
    options: {
      registries,
      credentialFree,
      serviceAccounts: valuesOf(settings.serviceAccounts),
      isComplete: settings.strictCheck.value,
      kinds: await kindSources(
        values,
        settings,
        scope.cluster?.options ?? clusterOptions(values),
        context,
        ofManifests && scope.cluster !== undefined,
      ),
    },
    registryOf: registriesFrom(registries, credentialFree),
    namespace: values.namespace,
    named: values.registry,
    typedRegistries: typedRegistries(values.typed),
    configuration: configuredCall(values, settings),
    readingFlags: readingFlags(values, inputs.isNamed ? values.namespace : undefined),
    asksRegistries: values.registryLogin,
    findNoResources: async () =>
      ofManifests && !values.allowEmpty ? problemOfNoResources(read, values, context) : undefined,
    input: {
      words: inputWords(inputs),
      areFiles: read.places.length > 0 && read.places.every(({ path }) => path !== undefined),
      isPiped: inputs.readsStdin,
    },
    kubernetesMinor: values.kubernetesVersion,
  }
}

/** The problem of an input without any Kubernetes resource. If that is normal for the input, only prints a warning. */
async function problemOfNoResources(
  read: ReadInputs,
  { quiet: isQuiet }: { readonly quiet: boolean },
  context: CommandContext,
): Promise<LocatedDiagnostic | undefined> {
  const { problem, isExpected } = (await read.findNoResources()) ?? {}
  if (problem === undefined || isExpected !== true) return problem
  if (!isQuiet)
    context.stderr.write(noticeLine(noticeOf(problem, read.places), painterFor('stderr', context)))
  return undefined
}

/** The flags of the call that influence how manifests are read. */
function readingFlags(
  {
    crd,
    kind,
    noShape,
    crdsFromCluster,
    serviceAccountSecret,
  }: KindValues & {
    readonly serviceAccountSecret: readonly DeclaredServiceAccount[]
  },
  namespace: string | undefined,
): readonly string[] {
  return [
    ...(namespace === undefined ? [] : ['-n', namespace]),
    ...crd.flatMap(file => ['--crd', file]),
    ...kind.flatMap(({ origin }) => (origin?.by === 'flag' ? ['--kind', origin.text] : [])),
    ...(noShape ? ['--no-shape'] : []),
    ...(crdsFromCluster ? ['--crds-from-cluster'] : []),
    ...serviceAccountSecret.flatMap(account => [
      '--service-account-secret',
      `${namespacedName(account.namespace, account.name)}=${account.secrets.join(',')}`,
    ]),
  ]
}

/** The part of suggested commands that selects the configuration. */
function configuredCall(
  { config, noConfig }: ConfigurationValues,
  settings: EffectiveSettings,
): ConfiguredCall | undefined {
  if (settings.file === undefined && !noConfig) return undefined
  const words = noConfig ? ['--no-config'] : config === undefined ? [] : ['--config', config]
  return { words, secrets: secretNames(settings), rules: secretRulesOfFile(settings) }
}
