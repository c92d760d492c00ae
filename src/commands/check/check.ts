import {
  credentialFreeHosts,
  registryHosts,
  secretNames,
  secretRulesOfFile,
  valuesOf,
} from '../../configuration/registry-settings.ts'
import type { EffectiveSettings } from '../../configuration/effective-settings.ts'
import type { ConfiguredCall } from '../../check/inventory.ts'
import type { Checked, ManifestOptions } from '../../check/read-manifests.ts'
import { registriesFrom } from '../../image/registry.ts'
import { filterForCheck } from '../../inject/document-filter.ts'
import { writeStream } from '../../io/output.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import type { DeclaredServiceAccount } from '../../kubernetes/service-account.ts'
import { UsageError } from '../../text/user-error.ts'
import { CHECK_FORMATS } from '../../report/check/options.ts'
import type { CheckFormat } from '../../report/check/options.ts'
import { ABOUT } from '../shared/about.ts'
import { clusterOptions, connectionFlags, namespaceFlag } from '../shared/cluster-flags.ts'
import type { ConfigurationValues } from '../shared/configuration-flags.ts'
import { configurationFlags, configurationRules, settingsFor } from '../shared/configuration-flags.ts'
import { columnsOf, painterFor, usesColor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import {
  choiceFlag,
  choiceFlagOr,
  flagGroup,
  parsedFlag,
  settingFlag,
  switchFlag,
  textFlag,
} from '../shared/flag.ts'
import {
  findInputs,
  inputFlags,
  inputRules,
  inputWords,
  NAMING_INPUTS,
  NONE_READ,
  readInputs,
  selectInputs,
} from '../shared/inputs.ts'
import { kindFlags, kindSources } from '../shared/kind-flags.ts'
import type { KindValues } from '../shared/kind-flags.ts'
import { absentServiceAccounts, registryFilter, typedRegistries } from '../shared/registry-flags.ts'
import { defineVerb } from '../shared/verb.ts'
import { scopeOf } from './check-scope.ts'
import type { LocatedDiagnostic } from '../../manifest/diagnostic.ts'
import { noticeLine } from '../shared/errors.ts'
import type { ReadInputs } from '../shared/inputs.ts'
import { noticeOf } from '../shared/report-delivery.ts'

const FOR_PEOPLE: readonly CheckFormat[] = ['table', 'wide']
const FAIL_ON: readonly ('warning' | 'error')[] = ['warning', 'error']

export const checkVerb = defineVerb({
  name: 'check',
  summary: 'Check that each ACR image has a pull secret that works, and print what to type if not',
  details: `
Finds out for each pod spec, by the rules of the kubelet, which pull secrets apply, which of them have an entry for the
image, and in what order they are tried. Makes no network requests unless a flag asks for them.

With --cluster, or with -n or -A and no files, checks what runs in the cluster that kubectl would use, and pods that cannot
pull now. Without any flag at a terminal, checks the current namespace. With --cluster and files (-f - for stdin), checks
whether these would work in that cluster, with its ServiceAccounts and Secrets. With files, -n is the namespace of manifests
without one, as in kubectl apply -n. Reads a Secret only if it is listed for an ACR image. Lists what the user is not
allowed to read; if that is everything, the exit code is 2.

A Secret that is listed but not in the input is assumed to be in the cluster; -o wide shows what it must contain. With --strict
such a Secret is an error. A pod spec that lists no pull secret is always an error, unless --service-account-secret gives the
list of its ServiceAccount.

With --registry-login, logs in to each registry with each credential that the kubelet would try, and requests the manifest
of each image, but no layer. A registry that does not answer leaves its images undecided, with a warning; if none
answers, the exit code is 2.

In a cluster, an image that already runs does not fail. Without a listed pull secret, check also reads the nodes if it is
allowed to: nodes of AKS may pull on their own. From Kubernetes 1.35 on, each pod needs a credential also for an image that another
pod has pulled; --kubernetes-version sets the version.

An error means that a pull fails; a warning, that it may fail later. Exits with 0 if there is no error, with 1 if there is one,
and with 2 if nothing could be checked.
`,
  examples: [
    ['Before applying a file', 'kubectl acr check -f deployment.yaml'],
    ['What runs in a namespace, and why its pods do not start', 'kubectl acr check -n shop'],
    ['Files that are applied with -n shop', 'kubectl acr check -n shop -f deploy/'],
    ['Would it work in that cluster?', 'kubectl acr check -f deployment.yaml --cluster --context prod'],
    ['At the end of a pipeline', 'kustomize build overlays/prod | kubectl acr inject | kubectl acr check'],
    ['Which entry of which Secret is used, and why', 'kubectl acr check -k overlays/prod -o wide'],
    [
      'Does the registry accept the credential, and is the image there?',
      'kubectl acr check -f web.yaml --registry-login',
    ],
    ['In a pull request', 'kubectl acr check -R -f deploy/ -o github --fail-on warning'],
    ['The input has its Secrets, too', 'helm template web ./chart | kubectl acr check --strict'],
  ],
  groups: [
    flagGroup('Check', {
      registryLogin: switchFlag(
        '--registry-login',
        'log in to each registry to try the credentials and look for the images',
      ),
      failOn: choiceFlag(
        '--fail-on',
        FAIL_ON,
        'lowest severity for which the exit code is 1 (default error)',
      ),
      strict: settingFlag(
        '--strict',
        'treat the input as complete: a Secret or ServiceAccount that is not in it is missing',
      ),
      registry: registryFilter,
      serviceAccountSecret: absentServiceAccounts,
      kubernetesVersion: parsedFlag(
        '--kubernetes-version',
        'assume kubelets of this `VERSION`, such as 1.35 (default that of the cluster)',
        parseMinor,
      ),
    }),
    flagGroup('Output', {
      output: choiceFlagOr('table', '-o, --output', CHECK_FORMATS, 'format of the result (default table)'),
      quiet: switchFlag('-q, --quiet', 'show only problems'),
    }),
    inputFlags,
    flagGroup('Cluster', {
      cluster: switchFlag(
        '--cluster',
        'check what runs in the cluster; with files, whether they would work there',
      ),
      namespace: namespaceFlag(
        'check this `NAMESPACE` of the cluster; with files, manifests that name none belong to it',
      ),
      allNamespaces: switchFlag('-A, --all-namespaces', 'check all namespaces of the cluster'),
      selector: textFlag(
        '-l, --selector',
        'check only what has these `LABELS` in the cluster, such as app=web,tier!=test',
      ),
    }),
    connectionFlags,
    kindFlags,
    configurationFlags,
  ],
  rules: [
    {
      flags: ['--all-namespaces', '--selector', '--kubeconfig', '--context', '--request-timeout'],
      excludes: NAMING_INPUTS,
      unless: ['--cluster', '--crds-from-cluster'],
      message: flag => `${flag} is for a cluster, and -f and -k name manifests`,
      remedy: 'Add --cluster to check whether they would work there.',
    },
    {
      flags: ['--all-namespaces', '--selector'],
      excludes: NAMING_INPUTS,
      message: flag => `${flag} selects what runs in the cluster, and -f and -k name manifests`,
    },
    ...inputRules,
    ...configurationRules,
  ],
  run: async (values, context) => {
    const settings = await settingsFor(values, { ...values, strictCheck: values.strict }, context)
    const inputs = selectInputs(values, settings)
    const { target, cluster } = scopeOf(values, inputs.isNamed, context.isTerminal.stdin)
    const read =
      target === 'manifests'
        ? await readInputs(
            await findInputs(inputs, context),
            context,
            filterForCheck(registryHosts(settings)).files,
          )
        : NONE_READ
    const { sources, places, problems } = read
    const options: ManifestOptions = {
      registries: registryHosts(settings),
      credentialFree: credentialFreeHosts(settings),
      serviceAccounts: valuesOf(settings.serviceAccounts),
      isComplete: settings.strictCheck.value,
      kinds: await kindSources(
        values,
        settings,
        cluster?.options ?? clusterOptions(values),
        context,
        target === 'manifests' && cluster !== undefined,
      ),
    }
    const { runCheck } = await import('./run-check.ts')
    const request = {
      options,
      registryOf: registriesFrom(options.registries, options.credentialFree),
      namespace: values.namespace,
      target,
      cluster,
      named: values.registry,
      typedRegistries: typedRegistries(values.typed),
      configuration: configuredCall(values, settings),
      readingWords: readingWords(values, inputs.isNamed ? values.namespace : undefined),
      asksRegistries: values.registryLogin,
      lack: async () =>
        target === 'manifests' && !values.allowEmpty ? problemOfLack(read, values, context) : undefined,
      input: {
        words: inputWords(inputs),
        areFiles: places.length > 0 && places.every(({ path }) => path !== undefined),
        isPiped: inputs.readsStdin,
      },
      kubernetesMinor: values.kubernetesVersion,
    }
    const { checked, nothingObserved, noRegistryAnswered, note } = await runCheck(
      { sources, inputs: places, problems },
      request,
      context,
    )
    await show(checked, { ...values, failOn: settings.failOn.value }, context)
    if (note !== undefined && !values.quiet && FOR_PEOPLE.includes(values.output))
      context.stderr.write(noticeLine({ severity: 'note', message: note }, painterFor('stderr', context)))
    if (checked.problems.length > 0 || nothingObserved || noRegistryAnswered) return 2
    const { hasSeverity } = await import('../../check/finding.ts')
    return hasSeverity(checked.check.findings, settings.failOn.value) ? 1 : 0
  },
})

/** The problem of an input without any Kubernetes resource. If that is normal for the input, only prints a warning. */
async function problemOfLack(
  read: ReadInputs,
  { quiet: isQuiet }: { readonly quiet: boolean },
  context: CommandContext,
): Promise<LocatedDiagnostic | undefined> {
  const { problem, isExpected } = (await read.lack()) ?? {}
  if (problem === undefined || isExpected !== true) return problem
  if (!isQuiet)
    context.stderr.write(noticeLine(noticeOf(problem, read.places), painterFor('stderr', context)))
  return undefined
}

/** The flags of the call that influence how manifests are read. */
function readingWords(
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

/** The minor version in `1.35`, `v1.35.2`, `1.35+`. Throws UsageError. */
function parseMinor(version: string): number {
  const [, minor] = /^v?1\.(\d{1,3})(?:[.+-].*)?$/.exec(version) ?? []
  if (minor === undefined)
    throw new UsageError(`--kubernetes-version "${version}": must be a version such as 1.35`)
  return Number(minor)
}

interface Shown {
  readonly output: CheckFormat
  readonly quiet: boolean
  readonly failOn: 'warning' | 'error'
}

/**
 * Prints the result. With unreadable inputs people get only the problems, on stderr; programs get them in the result.
 */
async function show(
  checked: Checked,
  { output: format, quiet: isQuiet, failOn }: Shown,
  context: CommandContext,
): Promise<void> {
  const { renderCheck, renderProblems } = await import('../../report/check/report.ts')
  if (checked.problems.length > 0 && FOR_PEOPLE.includes(format)) {
    context.stderr.write(renderProblems(checked, usesColor('stderr', context)))
    return
  }
  // Output for programs is not wrapped.
  const columns = context.isTerminal.stdout ? (columnsOf('stdout', context) ?? 80) : undefined
  const options = {
    isQuiet,
    ...(columns === undefined ? {} : { columns }),
    color: usesColor('stdout', context),
    isIndented: context.isTerminal.stdout,
    failOn,
    tool: ABOUT,
    now: context.now(),
  }
  await writeStream(context.stdout, 'standard output', renderCheck(checked, format, options))
}
