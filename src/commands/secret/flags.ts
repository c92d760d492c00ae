import type { Engine } from '../../pull-secret/engines.ts'
import type { ManifestFormat } from '../../pull-secret/secret.ts'
import { CREDENTIAL_NAMES, loginRule, credentialFlags } from '../shared/credential-flags.ts'
import {
  choiceFlag,
  choiceFlagOr,
  flagGroup,
  listFlag,
  oneOf,
  optionalTextFlag,
  repeatedFlag,
  textFlag,
  switchFlag,
} from '../shared/flag.ts'
import type { ValuesOf } from '../shared/flag.ts'
import type { FlagRule } from '../shared/flag-rules.ts'
import { registryFlags } from '../shared/registry-flags.ts'

const FORMATS: readonly ManifestFormat[] = ['yaml', 'json']

const manifestFlags = flagGroup('Secret', {
  namespace: listFlag('-n, --namespace', '`NAMESPACE` of the Secret; repeatable', {
    completion: 'namespaces',
  }),
  output: choiceFlagOr('yaml', '-o, --output', FORMATS, `print ${oneOf(FORMATS)} (default yaml)`),
  label: listFlag('--label', 'add label `KEY=VALUE`; repeatable'),
  annotation: repeatedFlag('--annotation', 'add annotation `KEY=VALUE`; repeatable'),
  immutable: switchFlag('--immutable', 'make the Secret immutable'),
  appendHash: switchFlag('--append-hash', 'end the name with a hash, as kubectl does'),
})

const kubectlFlags = flagGroup("kubectl's own words", {
  dockerServer: textFlag('--docker-server', 'as kubectl: the `HOST`'),
  dockerUsername: textFlag('--docker-username', 'as kubectl: the user `NAME`'),
  dockerPassword: textFlag('--docker-password', 'as kubectl: the `PASSWORD`', { isSecret: true }),
  dockerEmail: textFlag('--docker-email', 'as kubectl: the `EMAIL`'),
  fromFile: textFlag('--from-file', 'as kubectl: a docker config `FILE`, as it is'),
})

export const ENGINES: readonly Engine[] = ['external-secrets', 'msi-acrpull']

const engineFlags = flagGroup('Engine', {
  for: choiceFlag('--for', ENGINES, `for an engine that renews: ${oneOf(ENGINES)}`),
  workloadIdentity: textFlag('--workload-identity', "the engine's ServiceAccount `NAME`", {
    completion: 'serviceaccounts',
  }),
  managedIdentity: textFlag('--managed-identity', "the engine's client or resource `ID`"),
  principalSecret: textFlag('--principal-secret', 'Secret `NAME` with clientid and clientsecret', {
    completion: 'secrets',
  }),
})

const dryRunFlags = flagGroup("kubectl's own words", {
  dryRun: optionalTextFlag('--dry-run', 'as kubectl: nothing is ever applied'),
})

const scopeFlags = flagGroup('Engine', {
  scope: textFlag('--scope', "the engine's `SCOPE`, repository:NAME:pull"),
})

export const secretGroups = [
  credentialFlags,
  registryFlags,
  manifestFlags,
  kubectlFlags,
  engineFlags,
  dryRunFlags,
  scopeFlags,
] as const

/** What a Secret is made of. */
export type ContentValues = ValuesOf<typeof credentialFlags> &
  ValuesOf<typeof registryFlags> &
  ValuesOf<typeof kubectlFlags>

export type SecretValues = ContentValues &
  ValuesOf<typeof manifestFlags> & { readonly operand: string | undefined }

export type EngineValues = SecretValues & ValuesOf<typeof engineFlags> & ValuesOf<typeof scopeFlags>

// The ways to say what a Secret is made of, by their flags. A call speaks one.
const REGISTRY = ['--registry', '--cloud', '--regions']
const KUBECTLS = ['--docker-server', '--docker-username', '--docker-password', '--docker-email']
const FILE = ['--from-file']
const ENGINE = ['--workload-identity', '--managed-identity', '--principal-secret', '--scope']
const MANIFEST = ['--label', '--annotation', '--immutable', '--append-hash']

/** A flag that belongs to another way than the call's would be dropped. */
export const secretRules: readonly FlagRule[] = [
  refuse(['--for'], [...CREDENTIAL_NAMES, ...KUBECTLS, ...FILE, ...MANIFEST]),
  refuse(FILE, [...CREDENTIAL_NAMES, ...KUBECTLS, ...REGISTRY]),
  // kubectl has no way to read the password; ours may stand in for it.
  refuse(KUBECTLS, [...CREDENTIAL_NAMES.filter(name => name !== '--password-stdin'), ...REGISTRY]),
  {
    flags: ENGINE,
    unless: ['--for'],
    message: flag => `${flag} is for an engine`,
    remedy: 'Add --for external-secrets or --for msi-acrpull.',
  },
  loginRule('--for'),
]

function refuse(flags: readonly string[], excludes: readonly string[]): FlagRule {
  return {
    flags,
    excludes,
    message: (flag, other) => `${other} cannot be used with ${flag}`,
    remedy: 'Leave out one of them.',
  }
}
