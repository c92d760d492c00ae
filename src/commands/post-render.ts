import { openParentTerminal } from '../io/parent-terminal.ts'
import { injectVerb } from './inject/inject.ts'
import type { CommandContext } from './shared/context.ts'
import type { Verb } from './shared/verb.ts'

/** Helm takes blank output for an error, also of a chart that renders nothing; a comment it takes for what it is. */
const NO_MANIFESTS = '# no manifests\n'

/** The verb that Helm's plugin calls. */
export const postRenderVerb: Verb = {
  ...injectVerb,
  name: 'post-render',
  summary: 'Inject as a post-renderer of Helm',
  details:
    'Does what inject does, for Helm, which calls it with the rendered manifests on stdin. Helm 4 keeps the messages of ' +
    'its plugins to itself; post-render writes them to the stderr of Helm, or to the terminal. A chart that renders ' +
    'nothing gives a comment, since Helm takes blank output for an error.',
  examples: [
    ['What Helm does with it', 'helm template web ./chart | kubectl acr post-render'],
    [
      'With the plugin, Helm 4',
      'helm upgrade --install web ./chart --post-renderer acr --post-renderer-args --secret=acr-secret',
    ],
    [
      'Helm 3',
      'helm upgrade --install web ./chart --post-renderer kubectl-acr --post-renderer-args post-render',
    ],
  ],
  adapt: context => ({ ...context, emptyOutput: NO_MANIFESTS, stderr: messagesOf(context) }),
}

/** Where a person reads them: what Helm 4 starts as a plugin has a stderr that nobody reads. */
function messagesOf({ env, stderr, runtime }: CommandContext): CommandContext['stderr'] {
  const directory = env['HELM_PLUGIN_DIR']
  if (env['HELM_PLUGIN_NAME'] === undefined || directory === undefined) return stderr
  return openParentTerminal(runtime, directory) ?? stderr
}
