import { injection } from '../../inject/inject.ts'
import { UsageError } from '../../text/user-error.ts'
import { isBareName } from '../../image/bare-name.ts'
import type { InjectOptions } from '../../inject/options.ts'
import type { Transformation } from '../../inject/outcome.ts'
import type { KindSources } from '../../manifest/crds/kind-sources.ts'
import { credentialFreeHosts, registryHosts, secretRules } from '../../configuration/registry-settings.ts'
import { settingsFor } from '../shared/input/configuration-flags.ts'
import {
  CREDENTIAL_NAMES,
  loginRule,
  credentialFlags,
  needsPasswordFromStdin,
} from '../shared/credentials/credential-flags.ts'
import { flagGroup, switchFlag } from '../shared/arguments/flag.ts'
import { selectInputs } from '../shared/input/inputs.ts'
import { typedRegistries } from '../shared/input/registry-flags.ts'
import { findsCauses, placedBy, runTransform, transformGroups, transformRules } from '../shared/transform.ts'
import { defineVerb } from '../shared/arguments/verb.ts'
import { pullSecretFlags } from './pull-secret-flags.ts'

export const injectVerb = defineVerb({
  name: 'inject',
  summary: 'Add pull secrets to the workloads that use ACR images',
  details:
    'Reads manifests and writes them to stdout with the pull secrets that are missing. Everything else stays byte for ' +
    'byte. The report goes to stderr. Makes no network requests unless a flag or a URL asks for one.',
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
    ['Fail a pipeline if a pull secret is missing', 'kubectl acr inject -R -f deploy/ --check'],
    ['Write the result back to the files', 'kubectl acr inject -R -f deploy/ --in-place'],
    ['Only one workload of a file', 'kubectl acr inject -f apps.yaml --only deployment/web --in-place'],
  ],
  groups: [
    pullSecretFlags,
    ...transformGroups,
    flagGroup('Credential', {
      withSecret: switchFlag('--with-secret', 'also write the Secret, with the given credential'),
    }),
    credentialFlags,
  ],
  rules: [
    // Without --with-secret the credential would be ignored, and the user would assume that the Secret exists.
    {
      flags: [...CREDENTIAL_NAMES, '--tenant'],
      unless: ['--with-secret'],
      message: 'a credential is given, and not used',
      remedy: 'Add --with-secret to write the Secret, too.',
    },
    loginRule(),
    {
      flags: ['--with-secret'],
      excludes: ['--in-place', '--diff', '--check'],
      remedy: 'The Secret is written to stdout only.',
    },
    {
      flags: ['--with-secret'],
      excludes: ['--stream'],
      remedy: 'The Secret goes in front of the workloads, which --stream has already written.',
    },
    ...transformRules,
    { flags: ['--stream'], excludes: [{ flag: '--via', is: 'serviceaccount' }] },
  ],
  run: async (values, context) => {
    const settings = await settingsFor(values, { ...values, strictInject: values.strict }, context)
    const inputs = selectInputs(values, settings)
    if (values.withSecret && inputs.readsStdin && needsPasswordFromStdin(values))
      throw new UsageError(
        'stdin cannot contain both the manifests and the password',
        'Use --password-file or --password-env.',
      )
    const via = settings.via.value
    if (values.stream && via === 'serviceaccount')
      throw new UsageError(
        `--stream cannot be used with inject.via: serviceaccount of ${settings.file}`,
        'Leave out --stream, or add --via pod.',
      )
    const options: InjectOptions = {
      secrets: secretRules(settings),
      registries: registryHosts(settings),
      credentialFree: credentialFreeHosts(settings),
      via,
      ...placedBy(values, settings),
      strict: settings.strictInject.value,
      only: values.only,
      findsCauses: findsCauses(values),
    }
    const plan = {
      inputs,
      settings,
      isStrict: options.strict,
      load: (kinds: KindSources) => injection({ ...options, kinds }),
    }
    const { withPullSecrets } = values.withSecret ? await import('./with-secret.ts') : {}
    const whole = withPullSecrets
      ? { ...plan, complete: (t: Transformation) => withPullSecrets(t, values, context) }
      : plan
    const registries = typedRegistries(values.typed)
    if (!registries.some(isBareName)) return runTransform(whole, values, context)
    const { runWithNote } = await import('./run-with-note.ts')
    return runWithNote(registries, whole, values, context)
  },
})
