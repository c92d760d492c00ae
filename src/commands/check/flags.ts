import { CHECK_FORMATS } from '../../report/check/options.ts'
import { UsageError } from '../../text/user-error.ts'
import { connectionFlags, namespaceFlag } from '../shared/input/cluster-flags.ts'
import { configurationFlags, configurationRules } from '../shared/input/configuration-flags.ts'
import {
  choiceFlag,
  choiceFlagOr,
  flagGroup,
  parsedFlag,
  settingFlag,
  switchFlag,
  textFlag,
} from '../shared/arguments/flag.ts'
import type { FlagRule } from '../shared/arguments/flag-rules.ts'
import { inputFlags, inputRules, NAMING_INPUTS } from '../shared/input/inputs.ts'
import { kindFlags } from '../shared/input/kind-flags.ts'
import { absentServiceAccounts, registryFilter } from '../shared/input/registry-flags.ts'
import type { VerbValues } from '../shared/arguments/verb.ts'

const FAIL_ON: readonly ('warning' | 'error')[] = ['warning', 'error']

export const checkGroups = [
  flagGroup('Check', {
    registryLogin: switchFlag(
      '--registry-login',
      'log in to each registry to try the credentials and look for the images',
    ),
    failOn: choiceFlag('--fail-on', FAIL_ON, 'lowest severity for which the exit code is 1 (default error)'),
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
] as const

export type CheckValues = VerbValues<typeof checkGroups>

export const checkFlagRules: readonly FlagRule[] = [
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
]

/** The minor version in `1.35`, `v1.35.2`, `1.35+`. Throws UsageError. */
function parseMinor(version: string): number {
  const [, minor] = /^v?1\.(\d{1,3})(?:[.+-].*)?$/.exec(version) ?? []
  if (minor === undefined)
    throw new UsageError(`--kubernetes-version "${version}": must be a version such as 1.35`)
  return Number(minor)
}
