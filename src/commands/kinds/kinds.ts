import { writeStream } from '../../io/output/output.ts'
import { UserError } from '../../text/user-error.ts'
import { clusterOptions, connectionFlags } from '../shared/input/cluster-flags.ts'
import { configurationFlags, configurationRules, settingsFor } from '../shared/input/configuration-flags.ts'
import { choiceFlagOr, flagGroup } from '../shared/arguments/flag.ts'
import { kindFlags, kindRules, kindSources } from '../shared/input/kind-flags.ts'
import { defineVerb } from '../shared/arguments/verb.ts'

const FORMATS = ['table', 'json'] as const

export const kindsVerb = defineVerb({
  name: 'kinds',
  summary: 'List the known kinds, and where they keep pull secrets',
  details:
    'Shows where each kind keeps its pull secrets and images, and the origin of that knowledge: the table of kubectl acr, a ' +
    'CRD, or a --kind flag. A flag takes precedence; a CRD adds the places that the table lacks. In any other kind, a pod ' +
    'template is recognized by its shape. With KIND, shows all places of that kind.',
  examples: [
    ['All kinds', 'kubectl acr kinds'],
    ['The places of one kind', 'kubectl acr kinds PipelineRun'],
    ['A kind of a CRD', 'kubectl acr kinds Worker --crd crds/'],
    ['The CRDs of the cluster, for a program', 'kubectl acr kinds --crds-from-cluster -o json'],
  ],
  operand: 'KIND',
  groups: [
    kindFlags,
    connectionFlags,
    configurationFlags,
    flagGroup('Output', {
      output: choiceFlagOr('table', '-o, --output', FORMATS, 'format of the list (default table)'),
    }),
  ],
  rules: [...kindRules, ...configurationRules],
  run: async (values, context) => {
    const cluster = clusterOptions({ ...values, namespace: undefined })
    const { given = [], crds = [] } = await kindSources(
      values,
      await settingsFor(values, values, context),
      cluster,
      context,
    )
    const [{ workloadKinds }, { kindsInSources }, { kindsNamed, renderKinds }] = await Promise.all([
      import('../../kinds/table.ts'),
      import('../../manifest/crds/crd-index.ts'),
      import('../../report/render-kinds.ts'),
    ])
    const { kindsInCluster } = values.crdsFromCluster
      ? await import('../shared/input/kinds-of-cluster.ts')
      : {}
    const all = [
      ...workloadKinds(),
      ...(await kindsInSources(crds)),
      ...((await kindsInCluster?.(cluster, context, true)) ?? []),
      ...given,
    ]
    const { operand } = values
    const named = operand === undefined ? all : kindsNamed(all, operand)
    if (operand !== undefined && named.length === 0)
      throw new UserError(
        `kind ${operand} is not known`,
        'name its CRD with --crd FILE, or read it from the cluster with --crds-from-cluster',
      )
    const text = renderKinds(named, values.output, {
      isDetailed: operand !== undefined,
      isIndented: context.isTerminal.stdout,
    })
    await writeStream(context.stdout, 'standard output', text)
    return 0
  },
})
