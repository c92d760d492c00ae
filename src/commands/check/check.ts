import type { Checked, ManifestOptions } from '../../check/read-manifests.ts'
import { registriesFrom } from '../../image/registry.ts'
import { filterForCheck } from '../../inject/document-filter.ts'
import { writeStream } from '../../io/output.ts'
import { UsageError } from '../../text/user-error.ts'
import type { CheckFormat } from '../../report/check/report.ts'
import { clusterOptions, connectionFlags, namespaceFlag } from '../shared/cluster-flags.ts'
import { usesColor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { choiceFlagOr, flagGroup, oneOf, parsedFlag, switchFlag, textFlag } from '../shared/flag.ts'
import {
  findInputs,
  inputFlags,
  inputRules,
  inputWords,
  NAMING_INPUTS,
  NONE_READ,
  readInputs,
  selectInputs,
  tellEmpty,
} from '../shared/inputs.ts'
import { kindFlags, kindSources } from '../shared/kind-flags.ts'
import { absentServiceAccounts, registryFilter } from '../shared/registry-flags.ts'
import { defineVerb } from '../shared/verb.ts'
import { scopeOf } from './check-scope.ts'

const FORMATS: readonly CheckFormat[] = ['table', 'wide', 'json', 'sarif', 'github']
const FOR_PEOPLE: readonly CheckFormat[] = ['table', 'wide']
const FAIL_ON: readonly ('warning' | 'error')[] = ['warning', 'error']

export const checkVerb = defineVerb({
  name: 'check',
  summary: 'Tell whether each ACR image has a pull secret that works, and what to type if not',
  details:
    'Looks at manifests as the kubelet would: which pull secrets are in force for each pod spec, which of them\n' +
    'has an entry for the image, in what order they are tried. No network is asked unless a flag says so.\n\n' +
    'With --cluster, or with -n or -A and no files, it looks at what runs in the cluster that kubectl would ask, and at\n' +
    'pods that cannot pull now; alone at a terminal, at the current namespace. With --cluster and files (stdin is -f -)\n' +
    'it tells whether these would work there, by its ServiceAccounts and Secrets. Secrets are read only if they are\n' +
    'listed for an ACR image. What may not be read is named; if nothing may, the exit code is 2.\n\n' +
    'A Secret that is listed and not in the input is taken to be in the cluster, as in most repositories, and is no\n' +
    'finding: -o wide says what it must hold. With --strict the input is all that there is, and what is missing is\n' +
    'an error. A pod spec for which nothing is listed is always an error, unless --service-account-secret says\n' +
    'otherwise.\n\n' +
    'With --registry-login each registry is asked whether it honours each credential that the kubelet would try, and\n' +
    'whether it has the image, up to the manifest: no layer is pulled. A registry that gives no answer leaves its\n' +
    'images undecided, with a warning; if there was no answer for any image, the exit code is 2.\n\n' +
    'In a cluster what happened counts more than what is listed: an image that runs does not fail. Where nothing lists\n' +
    'a pull secret, the nodes are looked at, if they may be: those of AKS may pull by themselves. From Kubernetes 1.35 on\n' +
    'a kubelet wants of each pod a credential for an image that others pulled; --kubernetes-version tells which it is.\n\n' +
    'An error makes a pull fail; a warning does not, yet. Exits with 0 if all is well, with 1 for findings, with 2\n' +
    'if it could not look.',
  examples: [
    ['Before applying a file', 'kubectl acr check -f deployment.yaml'],
    ['What runs in a namespace, and why its pods do not start', 'kubectl acr check -n shop'],
    ['Would it work in that cluster?', 'kubectl acr check -f deployment.yaml --cluster --context prod'],
    ['At the end of a pipeline', 'kustomize build overlays/prod | kubectl acr inject | kubectl acr check'],
    ['Which entry of which Secret wins, and why', 'kubectl acr check -k overlays/prod -o wide'],
    ['Does the registry honour it, and has it the image?', 'kubectl acr check -f web.yaml --registry-login'],
    ['In a pull request', 'kubectl acr check -R -f deploy/ -o github --fail-on warning'],
    ['The input holds its Secrets, too', 'helm template web ./chart | kubectl acr check --strict'],
  ],
  groups: [
    inputFlags,
    flagGroup('Cluster', {
      cluster: switchFlag(
        '--cluster',
        'look in the cluster: at what runs there, or whether the input would work there',
      ),
      namespace: namespaceFlag,
      allNamespaces: switchFlag('-A, --all-namespaces', 'look in all namespaces of the cluster'),
      selector: textFlag('-l, --selector', 'only what has these `LABELS` in the cluster: app=web,tier!=test'),
    }),
    connectionFlags,
    kindFlags,
    flagGroup('Check', {
      registryLogin: switchFlag(
        '--registry-login',
        'ask each registry whether it honours the credentials and has the images',
      ),
      output: choiceFlagOr(
        'table',
        '-o, --output',
        FORMATS,
        `show the result as ${oneOf(FORMATS)} (default table)`,
      ),
      failOn: choiceFlagOr(
        'error',
        '--fail-on',
        FAIL_ON,
        `exit with 1 from ${oneOf(FAIL_ON)} on (default error)`,
      ),
      strict: switchFlag('--strict', 'take the input for all that there is: what is not in it is missing'),
      registry: registryFilter,
      serviceAccountSecret: absentServiceAccounts,
      kubernetesVersion: parsedFlag(
        '--kubernetes-version',
        'take the kubelets to be of this `VERSION`, such as 1.35 (default that of the cluster)',
        parseMinor,
      ),
      quiet: switchFlag('-q, --quiet', 'leave out what is well'),
    }),
  ],
  rules: [
    {
      flags: [
        '--namespace',
        '--all-namespaces',
        '--selector',
        '--kubeconfig',
        '--context',
        '--request-timeout',
      ],
      excludes: NAMING_INPUTS,
      unless: ['--cluster', '--crds-from-cluster'],
      message: flag => `${flag} is about the cluster, and -f and -k are about manifests`,
      remedy: 'Add --cluster to see whether they would work there.',
    },
    {
      flags: ['--all-namespaces', '--selector'],
      excludes: NAMING_INPUTS,
      message: flag => `${flag} chooses what runs in the cluster, and -f and -k are checked instead of it`,
    },
    ...inputRules,
  ],
  run: async (values, context) => {
    const inputs = selectInputs(values)
    const { target, cluster } = scopeOf(values, inputs.isNamed, context.isTerminal.stdin)
    const read =
      target === 'manifests'
        ? await readInputs(
            await findInputs(inputs, context),
            context,
            filterForCheck(values.registry).concerns,
          )
        : NONE_READ
    if (read === undefined || (target === 'manifests' && (await tellEmpty(read, context)))) return 2
    const { sources, places } = read
    const options: ManifestOptions = {
      registries: values.registry,
      serviceAccounts: values.serviceAccountSecret,
      isComplete: values.strict,
      kinds: await kindSources(
        values,
        cluster?.options ?? clusterOptions(values),
        context,
        target === 'manifests' && cluster !== undefined,
      ),
    }
    const { runCheck } = await import('./run-check.ts')
    const request = {
      options,
      registryOf: registriesFrom(options.registries),
      target,
      cluster,
      asksRegistries: values.registryLogin,
      input: {
        words: inputWords(inputs),
        areFiles: places.length > 0 && places.every(({ path }) => path !== undefined),
        isPiped: inputs.readsStdin,
      },
      kubernetesMinor: values.kubernetesVersion,
    }
    const { checked, nothingObserved, noRegistryAnswered } = await runCheck(sources, request, context)
    await show(checked, values.output, values.quiet, context)
    if (checked.problems.length > 0 || nothingObserved || noRegistryAnswered) return 2
    const { reaches } = await import('../../check/finding.ts')
    return reaches(checked.check.findings, values.failOn) ? 1 : 0
  },
})

/** The minor version in `1.35`, `v1.35.2`, `1.35+`. Throws UsageError. */
function parseMinor(version: string): number {
  const [, minor] = /^v?1\.(\d{1,3})(?:[.+-].*)?$/.exec(version) ?? []
  if (minor === undefined)
    throw new UsageError(`--kubernetes-version "${version}": must be a version such as 1.35`)
  return Number(minor)
}

/** What could not be read is told to people instead of a result, and to programs within it. */
async function show(
  checked: Checked,
  format: CheckFormat,
  isQuiet: boolean,
  context: CommandContext,
): Promise<void> {
  const { renderCheck, renderProblems } = await import('../../report/check/report.ts')
  if (checked.problems.length > 0 && FOR_PEOPLE.includes(format)) {
    context.stderr.write(renderProblems(checked.problems, usesColor('stderr', context)))
    return
  }
  const color = usesColor('stdout', context)
  await writeStream(context.stdout, 'standard output', renderCheck(checked, format, { isQuiet, color }))
}
