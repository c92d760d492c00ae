import { writeStream } from '../../io/output/output.ts'
import type { ConfigurationFormat } from '../../report/render-configuration.ts'
import { pullSecretFlags } from '../inject/pull-secret-flags.ts'
import { configurationFlags, configurationRules, settingsFor } from '../shared/input/configuration-flags.ts'
import { painterFor } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import { choiceFlagOr, flagGroup, longName, switchFlag } from '../shared/arguments/flag.ts'
import { inputFlags } from '../shared/input/inputs.ts'
import { kindFlags } from '../shared/input/kind-flags.ts'
import { defineVerb } from '../shared/arguments/verb.ts'

const FORMATS: readonly ConfigurationFormat[] = ['table', 'yaml', 'json']
const { exclude, noIgnore } = inputFlags.flags
const { crd, kind, noShape } = kindFlags.flags

export const configVerb = defineVerb({
  name: 'config',
  summary: 'Show the effective configuration, and where each value comes from',
  details:
    'A configuration is a file .kubectl-acr.yaml. The nearest one is used, from the working directory up to the root of ' +
    'the repository. inject, uninject, check, secret and kinds read it; flags take precedence. With flags of inject, ' +
    'shows what they change.',
  examples: [
    ['The effective configuration here', 'kubectl acr config'],
    ['What a flag changes', 'kubectl acr config --secret other-pull'],
    ['A file to start with', 'kubectl acr config --init > .kubectl-acr.yaml'],
    ['For a program', 'kubectl acr config -o json'],
  ],
  groups: [
    flagGroup('Output', {
      output: choiceFlagOr('table', '-o, --output', FORMATS, 'format of the configuration (default table)'),
      init: switchFlag('--init', 'print a configuration to start with, instead of the effective one'),
    }),
    configurationFlags,
    pullSecretFlags,
    flagGroup('Input', { exclude, noIgnore }),
    flagGroup('Kinds', { crd, kind, noShape }),
  ],
  rules: [
    ...configurationRules,
    {
      flags: ['--init'],
      excludes: [
        '--output',
        ...Object.values(configurationFlags.flags).map(longName),
        ...Object.values(pullSecretFlags.flags).map(longName),
        ...[exclude, noIgnore, crd, kind, noShape].map(longName),
      ],
    },
  ],
  run: async (values, context) => {
    const { renderConfiguration, starterConfiguration } = await import('../../report/render-configuration.ts')
    if (values.init) {
      await writeStream(context.stdout, 'standard output', starterConfiguration())
      return 0
    }
    const settings = await settingsFor(values, { ...values, strictInject: values.strict }, context)
    if (settings.file === undefined && !values.noConfig) {
      const message = 'no .kubectl-acr.yaml found; kubectl acr config --init prints one to start with'
      context.stderr.write(noticeLine({ severity: 'note', message }, painterFor('stderr', context)))
    }
    await writeStream(context.stdout, 'standard output', renderConfiguration(settings, values.output))
    return 0
  },
})
