import { parseSecret } from '../../pull-secret/parse-secret.ts'
import { DEFAULT_SECRET } from '../../pull-secret/secret-rules.ts'
import type { InjectOptions } from '../../inject/options.ts'
import { choiceFlag, flagGroup, listFlagOf, settingFlag } from '../shared/arguments/flag.ts'
import { absentServiceAccounts, registryFilter } from '../shared/input/registry-flags.ts'

const VIA: readonly InjectOptions['via'][] = ['pod', 'serviceaccount']

/** The flags for the pull secrets that inject adds, and their places. */
export const pullSecretFlags = flagGroup('Pull secrets', {
  secret: listFlagOf(
    '--secret',
    `pull secret to add, \`[HOST=]NAME\`, for all registries or one; repeatable (default ${DEFAULT_SECRET})`,
    parseSecret,
    { completion: 'secrets' },
  ),
  registry: registryFilter,
  via: choiceFlag(
    '--via',
    VIA,
    'where to list the pull secret: in the pod spec or in the ServiceAccount (default pod)',
  ),
  serviceAccountSecret: absentServiceAccounts,
  strict: settingFlag('--strict', 'fail if an ACR image cannot be given a pull secret'),
})
