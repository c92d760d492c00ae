import type { SecretOperator } from '../../pull-secret/operators/operators.ts'
import type { ManifestFormat } from '../../pull-secret/secret-manifest.ts'
import { CREDENTIAL_NAMES, loginRule, credentialFlags } from '../shared/credentials/credential-flags.ts'
import {
  choiceFlag,
  choiceFlagOr,
  flagGroup,
  listFlag,
  optionalTextFlag,
  repeatedFlag,
  textFlag,
  switchFlag,
} from '../shared/arguments/flag.ts'
import type { ValuesOf } from '../shared/arguments/flag.ts'
import type { FlagRule } from '../shared/arguments/flag-rules.ts'
import { registryFlags } from '../shared/input/registry-flags.ts'

const FORMATS: readonly ManifestFormat[] = ['yaml', 'json']

const manifestFlags = flagGroup('Secret', {
  namespace: listFlag('-n, --namespace', 'write the Secret for this `NAMESPACE`; repeatable', {
    completion: 'namespaces',
  }),
  output: choiceFlagOr('yaml', '-o, --output', FORMATS, 'format of the manifest (default yaml)'),
  label: listFlag('--label', 'add the label `KEY=VALUE` to the Secret; repeatable'),
  annotation: repeatedFlag('--annotation', 'add the annotation `KEY=VALUE` to the Secret; repeatable'),
  immutable: switchFlag('--immutable', 'make the Secret immutable'),
  appendHash: switchFlag(
    '--append-hash',
    "append a hash of the content to the Secret's name, as kubectl does",
  ),
})

const kubectlFlags = flagGroup('As in kubectl create secret docker-registry', {
  dockerServer: textFlag('--docker-server', '`HOST` of the registry, as in kubectl'),
  dockerUsername: textFlag('--docker-username', 'user `NAME`, as in kubectl'),
  dockerPassword: textFlag('--docker-password', '`PASSWORD` of --docker-username, as in kubectl', {
    isSecret: true,
  }),
  dockerEmail: textFlag('--docker-email', '`EMAIL` of the user, as in kubectl'),
  fromFile: textFlag('--from-file', 'use the docker config `FILE` unchanged, as in kubectl'),
})

export const SECRET_OPERATORS: readonly SecretOperator[] = ['external-secrets', 'msi-acrpull']

const operatorFlags = flagGroup('Operator', {
  for: choiceFlag(
    '--for',
    SECRET_OPERATORS,
    'write manifests for an operator that creates and renews the Secret',
  ),
  workloadIdentity: textFlag(
    '--workload-identity',
    'ServiceAccount `NAME` as which the operator of --for logs in',
    {
      completion: 'serviceaccounts',
    },
  ),
  managedIdentity: textFlag(
    '--managed-identity',
    'client or resource `ID` of the managed identity as which the operator of --for logs in',
  ),
  principalSecret: textFlag(
    '--principal-secret',
    'Secret `NAME` with the clientid and clientsecret as which the operator of --for logs in',
    {
      completion: 'secrets',
    },
  ),
})

const dryRunFlags = flagGroup('As in kubectl create secret docker-registry', {
  dryRun: optionalTextFlag('--dry-run', 'accepted as in kubectl; nothing is ever applied'),
})

const scopeFlags = flagGroup('Operator', {
  scope: textFlag(
    '--scope',
    'limit the token of the operator of --for to `SCOPE`, such as repository:NAME:pull',
  ),
})

export const secretGroups = [
  credentialFlags,
  registryFlags,
  manifestFlags,
  kubectlFlags,
  operatorFlags,
  dryRunFlags,
  scopeFlags,
] as const

/** The values that decide the content of a Secret. */
export type ContentValues = ValuesOf<typeof credentialFlags> &
  ValuesOf<typeof registryFlags> &
  ValuesOf<typeof kubectlFlags>

export type SecretValues = ContentValues &
  ValuesOf<typeof manifestFlags> & { readonly operand: string | undefined }

export type OperatorValues = SecretValues & ValuesOf<typeof operatorFlags> & ValuesOf<typeof scopeFlags>

// Groups of flags for the content of a Secret. A call uses one group.
const REGISTRY = ['--registry', '--cloud', '--regions']
const KUBECTLS = ['--docker-server', '--docker-username', '--docker-password', '--docker-email']
const FILE = ['--from-file']
const OPERATOR_FLAGS = ['--workload-identity', '--managed-identity', '--principal-secret', '--scope']
const MANIFEST = ['--label', '--annotation', '--immutable', '--append-hash']

/** Refuses flags of more than one group, because the flags of the other groups would be ignored. */
export const secretFlagRules: readonly FlagRule[] = [
  refuse(['--for'], [...CREDENTIAL_NAMES, ...KUBECTLS, ...FILE, ...MANIFEST]),
  refuse(FILE, [...CREDENTIAL_NAMES, ...KUBECTLS, ...REGISTRY]),
  // kubectl cannot read the password from stdin, so `--password-stdin` is allowed here.
  refuse(KUBECTLS, [...CREDENTIAL_NAMES.filter(name => name !== '--password-stdin'), ...REGISTRY]),
  {
    flags: OPERATOR_FLAGS,
    unless: ['--for'],
    message: flag => `${flag} is for an operator`,
    remedy: 'Add --for external-secrets or --for msi-acrpull.',
  },
  loginRule('--for'),
]

function refuse(flags: readonly string[], excludes: readonly string[]): FlagRule {
  return {
    flags,
    excludes,
    message: (flag, other) => `${other} cannot be used with ${flag}`,
    remedy: 'Remove one of them.',
  }
}
