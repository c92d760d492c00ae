import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Transformation } from '../../../src/inject/outcome.ts'
import { renderText } from '../../../src/report/transform/text.ts'
import type { TextOptions } from '../../../src/report/transform/text.ts'
import { injected, lines, outcome, repeat, source, transformation } from '../transformations.ts'

const job = { group: 'batch', kind: 'CronJob', name: 'backup' }
const rollout = { group: 'argoproj.io', version: 'v1alpha1', kind: 'Rollout' }
const settings = { group: '', kind: 'ConfigMap', name: 'settings' }

const mixed = transformation({
  outcomes: [
    injected({ notes: ['service account shop/web is not in the input'] }),
    injected({
      identity: job,
      changes: [
        { name: 'acr-secret', registries: ['contoso.azurecr.io', 'fabrikam.azurecr.cn'] },
        { name: 'contoso-pull', registries: ['contoso.eastus.geo.azurecr.io'] },
        { name: 'regcred', registries: [], serviceAccount: 'shop/web' },
      ],
    }),
    injected({ identity: { group: rollout.group, kind: rollout.kind } }),
    outcome({ status: 'present', reason: 'already lists acr-secret', identity: { name: 'api' } }),
    outcome({ identity: { name: 'cache' } }),
    outcome({
      status: 'unplaced',
      identity: { group: 'tekton.dev', kind: 'Task', name: 'build' },
      warnings: [
        { code: 'unplaced-image', line: 40, message: 'spec.steps[0].image has no place for a pull secret' },
      ],
    }),
    outcome({ status: 'not-a-workload', identity: settings }),
  ],
  unread: 36,
})

const broken = transformation({
  sources: [source('a.yaml'), source('b.yaml')],
  outcomes: [
    injected({
      source: 'a.yaml',
      warnings: [{ code: 'empty-entry', line: 7, message: 'an entry without a name' }],
    }),
    outcome({ status: 'failed', source: 'b.yaml' }),
  ],
  problems: [
    {
      code: 'invalid-syntax',
      source: 'a.yaml',
      document: 2,
      line: 31,
      what: 'a tab indents the line',
      remedy: 'use spaces',
    },
    {
      code: 'invalid-syntax',
      source: 'b.yaml',
      document: 1,
      line: 9,
      what: 'the pod spec is shared',
      remedy: 'write it out',
    },
  ],
})

const cases: Record<
  string,
  [transformation: Transformation, options: Partial<TextOptions>, expected: string]
> = {
  'a changed resource': [
    transformation({ outcomes: [injected()] }),
    {},
    lines('deployment/web (shop): + acr-secret for contoso.azurecr.io', '1 workload changed'),
  ],
  'a mixed input': [
    mixed,
    {},
    lines(
      'warning: deploy/web.yaml:40: task.tekton.dev/build (shop): spec.steps[0].image has no place for a pull secret',
      'deployment/web (shop): + acr-secret for contoso.azurecr.io',
      'cronjob/backup (shop): + acr-secret for contoso.azurecr.io and fabrikam.azurecr.cn, + contoso-pull for contoso.eastus.geo.azurecr.io, + regcred from service account shop/web',
      'rollout.argoproj.io/web (shop): + acr-secret for contoso.azurecr.io',
      '3 of 5 workloads changed; 1 needs no change; 1 needs a look; 38 others use no ACR image',
    ),
  ],
  'a mixed input, verbose': [
    mixed,
    { level: 'verbose' },
    lines(
      'warning: deploy/web.yaml:40: task.tekton.dev/build (shop): spec.steps[0].image has no place for a pull secret',
      'deployment/web (shop): + acr-secret for contoso.azurecr.io',
      '  note: service account shop/web is not in the input',
      'cronjob/backup (shop): + acr-secret for contoso.azurecr.io and fabrikam.azurecr.cn, + contoso-pull for contoso.eastus.geo.azurecr.io, + regcred from service account shop/web',
      'rollout.argoproj.io/web (shop): + acr-secret for contoso.azurecr.io',
      'deployment/api (shop): unchanged, already lists acr-secret',
      'deployment/cache (shop): unchanged, no ACR image',
      'task.tekton.dev/build (shop): unchanged, no known place for a pull secret',
      'configmap/settings (shop): unchanged, not a workload',
      '3 of 5 workloads changed; 1 needs no change; 1 needs a look; 38 others use no ACR image',
    ),
  ],
  'a mixed input, quiet': [mixed, { level: 'quiet' }, ''],
  'several sources': [
    transformation({
      sources: [source('a.yaml'), source('b.yaml')],
      outcomes: [injected({ source: 'a.yaml' }), injected({ source: 'b.yaml', identity: job })],
    }),
    {},
    lines(
      'a.yaml:1: deployment/web (shop): + acr-secret for contoso.azurecr.io',
      'b.yaml:1: cronjob/backup (shop): + acr-secret for contoso.azurecr.io',
      '2 workloads changed',
    ),
  ],
  'problems: nothing else counts': [
    broken,
    { level: 'verbose' },
    lines(
      'error: a.yaml:31: a tab indents the line; use spaces',
      'error: b.yaml:9: the pod spec is shared; write it out',
      'warning: a.yaml:7: deployment/web (shop): an entry without a name',
      'nothing was written: 2 errors',
    ),
  ],
  'problems, quiet': [
    broken,
    { level: 'quiet' },
    lines(
      'error: a.yaml:31: a tab indents the line; use spaces',
      'error: b.yaml:9: the pod spec is shared; write it out',
    ),
  ],
  uninject: [
    transformation({
      verb: 'uninject',
      outcomes: [
        outcome({ status: 'removed', changes: [{ name: 'acr-secret', registries: [] }] }),
        ...repeat(2, 'no-acr-image'),
        ...repeat(1, 'present'),
      ],
      unread: 1,
    }),
    {},
    lines('deployment/web (shop): - acr-secret', '1 workload changed; 3 others unchanged'),
  ],
  'names as odd as they come': [
    transformation({
      outcomes: [
        injected({ identity: { name: 'a\u001b[2Jb' } }),
        injected({ identity: { name: 'a\r\n  b\n', namespace: 'c\u202ed' } }),
        injected({ identity: { group: '', kind: '', name: '' } }),
      ],
    }),
    {},
    lines(
      'deployment/a\\u001b[2Jb (shop): + acr-secret for contoso.azurecr.io',
      'deployment/a b (c\\u202ed): + acr-secret for contoso.azurecr.io',
      '<no kind>/<no name> (shop): + acr-secret for contoso.azurecr.io',
      '3 workloads changed',
    ),
  ],
  'colours: a change': [
    transformation({ outcomes: [injected(), outcome()] }),
    { color: true, level: 'verbose' },
    lines(
      'deployment/web (shop): \u001b[32m+ acr-secret for contoso.azurecr.io\u001b[0m',
      'deployment/web (shop): \u001b[2munchanged, no ACR image\u001b[0m',
      '1 workload changed; 1 other uses no ACR image',
    ),
  ],
  'colours: problems': [
    { ...broken, problems: broken.problems.slice(1) },
    { color: true },
    lines(
      '\u001b[31merror:\u001b[0m b.yaml:9: the pod spec is shared; write it out',
      '\u001b[33mwarning:\u001b[0m a.yaml:7: deployment/web (shop): an entry without a name',
      'nothing was written: 1 error',
    ),
  ],
  'colours: uninject': [
    transformation({
      verb: 'uninject',
      outcomes: [outcome({ status: 'removed', changes: [{ name: 'acr-secret', registries: [] }] })],
    }),
    { color: true },
    lines('deployment/web (shop): \u001b[31m- acr-secret\u001b[0m', '1 workload changed'),
  ],
}

for (const [name, [value, options, expected]] of Object.entries(cases)) {
  test(name, () => {
    assert.is(renderText(value, { level: 'normal', color: false, ...options }), expected)
  })
}

test('what would have to change is an error at its image, and the end says what to type', () => {
  const pending = injected({
    causes: [{ name: 'acr-secret', line: 31, image: 'contoso.azurecr.io/web:1', others: 0 }],
  })
  const fix = { remedy: 'to change the files, type', command: 'kubectl acr inject -f deploy --in-place' }
  const shown = (level: TextOptions['level']): string =>
    renderText(transformation({ outcomes: [pending] }), { level, color: false, isDryRun: true, fix })
  const error =
    'error: deploy/web.yaml:31: deployment/web (shop): pull secret acr-secret is not listed for contoso.azurecr.io/web:1'
  assert.is(
    shown('normal'),
    lines(
      error,
      '1 workload would change',
      'to change the files, type:',
      '  kubectl acr inject -f deploy --in-place',
    ),
  )
  assert.is(shown('quiet'), lines(error))
})

test('of what a kustomization builds, the resource is told and no line', () => {
  const sources = [{ ...source('overlays/prod'), isBuilt: true as const }]
  const place = { source: 'overlays/prod', document: 3, line: 40, remedy: 'y' }
  const problems = [
    { ...place, code: 'wrong-type', resource: 'deployment/web', what: 'x' },
    { ...place, code: 'invalid-syntax', what: 'x' },
  ] as const
  const warned = outcome({ source: 'overlays/prod', warnings: [{ code: 'z', line: 9, message: 'z' }] })
  assert.is(
    renderText(transformation({ sources, problems, outcomes: [warned] }), { level: 'normal', color: false }),
    lines(
      'error: overlays/prod: deployment/web: x; y',
      'error: overlays/prod: document 3 of its output, line 40: x; y',
      'warning: overlays/prod: deployment/web (shop): z',
      'nothing was written: 2 errors',
    ),
  )
})

test('a resource without a namespace has no parentheses', () => {
  const { identity, ...rest } = injected()
  const { namespace: _, ...global } = identity
  const report = renderText(transformation({ outcomes: [{ ...rest, identity: global }] }), {
    level: 'normal',
    color: false,
  })
  assert.is(report, lines('deployment/web: + acr-secret for contoso.azurecr.io', '1 workload changed'))
})

test.run()
