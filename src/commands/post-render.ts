import { openParentTerminal } from '../io/stdio/parent-terminal.ts'
import { injectVerb } from './inject/inject.ts'
import type { CommandContext } from './shared/context.ts'
import type { Verb } from './shared/arguments/verb.ts'

/** Helm treats blank output as an error, even of a chart that renders nothing. It accepts a comment. */
const NO_MANIFESTS = '# no manifests\n'

/** The verb that the Helm plugin runs. */
export const postRenderVerb: Verb = {
  ...injectVerb,
  name: 'post-render',
  summary: 'Inject as a post-renderer of Helm',
  details:
    'Does what inject does. Helm runs it with the rendered manifests on stdin. Helm 4 does not show the messages of ' +
    'its plugins; post-render writes them to the stderr of Helm, or to the terminal. For a chart that renders nothing ' +
    'the output is a comment, because Helm treats blank output as an error.',
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

/** The stream for messages: the terminal for a plugin of Helm 4, which does not show the stderr of its plugins. */
function messagesOf({ env, stderr, runtime }: CommandContext): CommandContext['stderr'] {
  const directory = env['HELM_PLUGIN_DIR']
  if (env['HELM_PLUGIN_NAME'] === undefined || directory === undefined) return stderr
  return openParentTerminal(runtime, directory) ?? stderr
}
