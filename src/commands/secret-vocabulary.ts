import { CallError } from './command.ts'
import { CREDENTIAL_FLAGS, isGiven } from './credential-options.ts'
import type { EngineFlags } from './engine-request.ts'
import type { SecretFlags } from './secret-manifests.ts'

type Flags = SecretFlags & EngineFlags

// The flags of the other ways to say what a Secret is made of; a call speaks one.
const REGISTRY = { '--registry': 'registry', '--cloud': 'cloud', '--regions': 'regions' } as const
const KUBECTLS = {
  '--docker-server': 'dockerServer',
  '--docker-username': 'dockerUsername',
  '--docker-password': 'dockerPassword',
  '--docker-email': 'dockerEmail',
} as const
const FILE = { '--from-file': 'fromFile' } as const
const ENGINE = {
  '--for': 'for',
  '--workload-identity': 'workloadIdentity',
  '--managed-identity': 'managedIdentity',
  '--principal-secret': 'principalSecret',
  '--scope': 'scope',
} as const
const MANIFEST = {
  '--label': 'label',
  '--annotation': 'annotation',
  '--immutable': 'immutable',
  '--append-hash': 'appendHash',
} as const

/** Throws CallError for a flag that would be dropped, as it belongs to another way than the call's. */
export function checkVocabulary(flags: Flags): void {
  const given = (names: Readonly<Record<string, keyof Flags>>): readonly string[] =>
    Object.keys(names).filter(name => isGiven(flags[names[name] ?? 'name']))
  refuse(given({ '--for': 'for' }), [
    ...given(CREDENTIAL_FLAGS),
    ...given(KUBECTLS),
    ...given(FILE),
    ...given(MANIFEST),
  ])
  refuse(given(FILE), [...given(CREDENTIAL_FLAGS), ...given(KUBECTLS), ...given(REGISTRY)])
  // kubectl has no way to read the password; ours may stand in for it.
  const { '--password-stdin': _, ...credential } = CREDENTIAL_FLAGS
  refuse(given(KUBECTLS), [...given(credential), ...given(REGISTRY)])
  const [stray] = flags.for === undefined ? given(ENGINE) : []
  if (stray !== undefined)
    throw new CallError(`${stray} is for an engine`, 'Add --for external-secrets or --for msi-acrpull.')
  for (const name of ['--audience', '--tenant'] as const) {
    const value = name === '--audience' ? flags.audience : flags.tenant
    if (value !== undefined && !flags.azureLogin && flags.for === undefined)
      throw new CallError(`${name} is for a login to Microsoft Entra`, 'Add --azure-login.')
  }
}

function refuse([one]: readonly string[], [other]: readonly string[]): void {
  if (one !== undefined && other !== undefined)
    throw new CallError(`${other} cannot be used with ${one}`, 'Leave out one of them.')
}
