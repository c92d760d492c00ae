import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderJson } from '../../../src/report/transform/json.ts'
import { injected, outcome, transformation } from '../transformations.ts'

// Compared as text, for the order of the keys is part of the shape.
function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2)
}

test('every key of the shape, in its order', () => {
  const json = renderJson(
    transformation({
      outcomes: [
        injected({
          document: 2,
          line: 12,
          changes: [
            { name: 'acr-secret', registries: ['contoso.azurecr.io'] },
            { name: 'regcred', registries: [], serviceAccount: 'shop/web' },
          ],
          warnings: [{ code: 'duplicate-entry', line: 30, message: 'acr-secret is listed twice' }],
          notes: ['service account shop/api is not in the input'],
        }),
        {
          ...outcome({ status: 'not-a-workload', document: 3, line: 40, reason: 'not a workload' }),
          identity: { group: '', version: 'v1', kind: 'ConfigMap', name: 'settings' },
        },
      ],
      problems: [
        {
          code: 'invalid-syntax',
          source: 'b.yaml',
          document: 1,
          line: 9,
          what: 'it is shared',
          remedy: 'write it out',
        },
      ],
      unread: 4,
    }),
  )
  assert.is(
    pretty(json),
    `{
  "version": 1,
  "verb": "inject",
  "counts": {
    "resources": 2,
    "injected": 1,
    "removed": 0,
    "unplaced": 0,
    "failed": 0,
    "present": 0,
    "no-acr-image": 0,
    "not-a-workload": 1,
    "not-selected": 0,
    "unread": 4,
    "warnings": 1,
    "problems": 1
  },
  "resources": [
    {
      "source": "deploy/web.yaml",
      "document": 2,
      "line": 12,
      "apiVersion": "apps/v1",
      "kind": "Deployment",
      "namespace": "shop",
      "name": "web",
      "within": null,
      "origin": "table",
      "status": "injected",
      "changes": [
        {
          "name": "acr-secret",
          "registries": [
            "contoso.azurecr.io"
          ],
          "serviceAccount": null
        },
        {
          "name": "regcred",
          "registries": [],
          "serviceAccount": "shop/web"
        }
      ],
      "causes": [],
      "warnings": [
        {
          "code": "duplicate-entry",
          "line": 30,
          "message": "acr-secret is listed twice"
        }
      ],
      "notes": [
        "service account shop/api is not in the input"
      ],
      "reason": null
    },
    {
      "source": "deploy/web.yaml",
      "document": 3,
      "line": 40,
      "apiVersion": "v1",
      "kind": "ConfigMap",
      "namespace": null,
      "name": "settings",
      "within": null,
      "origin": "table",
      "status": "not-a-workload",
      "changes": [],
      "causes": [],
      "warnings": [],
      "notes": [],
      "reason": "not a workload"
    }
  ],
  "secrets": [],
  "problems": [
    {
      "source": "b.yaml",
      "document": 1,
      "line": 9,
      "what": "it is shared",
      "remedy": "write it out",
      "code": "invalid-syntax"
    }
  ]
}`,
  )
})

test('one line with one line end, whatever the names hold', () => {
  const json = renderJson(transformation({ outcomes: [injected({ identity: { name: 'a\nb' } })] }))
  assert.is(json.indexOf('\n'), json.length - 1)
})

test('a transformation without anything', () => {
  assert.is(
    renderJson(transformation({ verb: 'uninject' })),
    '{"version":1,"verb":"uninject","counts":{"resources":0,"injected":0,"removed":0,"unplaced":0,"failed":0,"present":0,"no-acr-image":0,"not-a-workload":0,"not-selected":0,"unread":0,"warnings":0,"problems":0},"resources":[],"secrets":[],"problems":[]}\n',
  )
})

test.run()
