import { UsageError } from '../../text/user-error.ts'
import { DEFAULT_SECRET, hostsOutsideAcr, parseSecret } from '../../inject/options.ts'
import type { InjectOptions } from '../../inject/options.ts'
import type { KindSources } from '../../manifest/kind-sources.ts'
import { CREDENTIAL_NAMES, loginRule, credentialFlags } from '../shared/credential-flags.ts'
import { choiceFlagOr, flagGroup, listFlagOf, oneOf, switchFlag } from '../shared/flag.ts'
import { selectInputs } from '../shared/inputs.ts'
import { absentServiceAccounts, registryFilter } from '../shared/registry-flags.ts'
import { runTransform, transformGroups, transformRules } from '../shared/transform.ts'
import { defineVerb } from '../shared/verb.ts'

const VIA: readonly InjectOptions['via'][] = ['pod', 'serviceaccount']

export const injectVerb = defineVerb({
  name: 'inject',
  summary: 'Add pull secrets to the workloads that use ACR images',
  details:
    'Reads manifests and writes them to stdout, byte for byte as they came but for the pull secrets that are\n' +
    'missing. The report goes to stderr.',
  examples: [
    ['Before applying a file', 'kubectl acr inject -f deployment.yaml | kubectl apply -f -'],
    [
      'At the end of a pipeline',
      'kustomize build overlays/prod | kubectl acr inject -f - | kubectl apply -f -',
    ],
    [
      'A secret for each registry',
      'kubectl acr inject -f deploy/ --secret contoso.azurecr.io=contoso-pull --secret other-pull',
    ],
    ['Is anything missing in the repository?', 'kubectl acr inject -R -f deploy/ --check'],
    ['Change the files themselves', 'kubectl acr inject -R -f deploy/ --in-place'],
    ['One workload of a file alone', 'kubectl acr inject -f apps.yaml --only deployment/web --in-place'],
  ],
  groups: [
    ...transformGroups,
    flagGroup('Credential', {
      withSecret: switchFlag(
        '--with-secret',
        'put the pull secret itself in front, of one of these credentials:',
      ),
    }),
    credentialFlags,
    flagGroup('Pull secrets', {
      secret: listFlagOf(
        '--secret',
        `the pull secret, \`[HOST=]NAME\` for one registry; repeatable (default ${DEFAULT_SECRET})`,
        parseSecret,
        { completion: 'secrets' },
      ),
      registry: registryFilter,
      via: choiceFlagOr('pod', '--via', VIA, `let ${oneOf(VIA)} list the secret (default pod)`),
      serviceAccountSecret: absentServiceAccounts,
      strict: switchFlag('--strict', 'fail on an ACR image that no pull secret can be given for'),
    }),
  ],
  rules: [
    // A credential without --with-secret would be dropped, and the user believe that the Secret is there.
    {
      flags: [...CREDENTIAL_NAMES, '--tenant'],
      unless: ['--with-secret'],
      message: 'a credential is given, and nothing to use it for',
      remedy: 'Add --with-secret.',
    },
    loginRule(),
    {
      flags: ['--with-secret'],
      excludes: ['--in-place', '--diff', '--check'],
      remedy: 'The credential goes to stdout and nowhere else.',
    },
    {
      flags: ['--with-secret'],
      excludes: ['--stream'],
      remedy: 'A Secret goes in front of workloads that would be written by then.',
    },
    ...transformRules,
    { flags: ['--stream'], excludes: [{ flag: '--via', is: 'serviceaccount' }] },
  ],
  run: async (values, context) => {
    const inputs = selectInputs(values)
    if (values.passwordStdin && inputs.readsStdin)
      throw new UsageError(
        'stdin holds the manifests and cannot hold the password, too',
        'Use --password-file or --password-env.',
      )
    const secrets = values.secret.length === 0 ? [{ name: DEFAULT_SECRET }] : values.secret
    const options: InjectOptions = {
      secrets,
      registries: [...values.registry, ...hostsOutsideAcr(secrets)],
      via: values.via,
      serviceAccounts: values.serviceAccountSecret,
      strict: values.strict,
      only: values.only,
    }
    const plan = {
      inputs,
      load: async (kinds: KindSources) =>
        (await import('../../inject/inject.ts')).injection({ ...options, kinds }),
    }
    if (!values.withSecret) return runTransform(plan, values, context)
    const { withPullSecrets } = await import('./with-secret.ts')
    return runTransform({ ...plan, complete: t => withPullSecrets(t, values, context) }, values, context)
  },
})
