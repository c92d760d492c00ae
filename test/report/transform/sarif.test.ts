import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderSarif } from '../../../src/report/transform/sarif.ts'
import { injected, outcome, source, TOOL, transformation } from '../transformations.ts'

test('problems, warnings and missing pull secrets, each with its rule', () => {
  const sarif = renderSarif(
    transformation({
      outcomes: [
        injected({
          line: 12,
          changes: [
            { name: 'acr-secret', registries: ['contoso.azurecr.io'] },
            { name: 'regcred', registries: [], serviceAccount: 'shop/web' },
          ],
          warnings: [{ code: 'odd-thing', line: 30, message: 'odd' }],
        }),
        outcome(),
      ],
      problems: [
        {
          code: 'invalid-syntax',
          source: 'deploy/b.yaml',
          document: 2,
          line: 31,
          what: 'a tab indents the line',
          remedy: 'use spaces',
        },
      ],
    }),
    { tool: TOOL },
  )
  assert.is(
    sarif,
    `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "kubectl-acr",
          "version": "1.2.3",
          "semanticVersion": "1.2.3",
          "informationUri": "https://example.com/acr",
          "rules": [
            {
              "id": "unusable-input",
              "shortDescription": {
                "text": "A document that cannot be read, or a resource that cannot be changed safely"
              },
              "fullDescription": {
                "text": "A document that cannot be read, or a resource that cannot be changed safely"
              },
              "help": {
                "text": "A document that cannot be read, or a resource that cannot be changed safely"
              },
              "helpUri": "https://example.com/acr/blob/main/docs/inject.md#unusable-input"
            },
            {
              "id": "odd-thing",
              "shortDescription": {
                "text": "Odd thing"
              },
              "fullDescription": {
                "text": "Odd thing"
              },
              "help": {
                "text": "Odd thing"
              },
              "helpUri": "https://example.com/acr/blob/main/docs/inject.md#odd-thing"
            },
            {
              "id": "missing-pull-secret",
              "shortDescription": {
                "text": "A workload uses an image of a private registry and lists no pull secret for it"
              },
              "fullDescription": {
                "text": "A workload uses an image of a private registry and lists no pull secret for it"
              },
              "help": {
                "text": "A workload uses an image of a private registry and lists no pull secret for it"
              },
              "helpUri": "https://example.com/acr/blob/main/docs/inject.md#missing-pull-secret"
            }
          ]
        }
      },
      "invocations": [
        {
          "executionSuccessful": false
        }
      ],
      "columnKind": "utf16CodeUnits",
      "results": [
        {
          "ruleId": "unusable-input",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "a tab indents the line; use spaces"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "deploy/b.yaml"
                },
                "region": {
                  "startLine": 31
                }
              }
            }
          ],
          "properties": {
            "code": "invalid-syntax"
          }
        },
        {
          "ruleId": "odd-thing",
          "ruleIndex": 1,
          "level": "warning",
          "message": {
            "text": "deployment/web (shop): odd"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "deploy/web.yaml"
                },
                "region": {
                  "startLine": 30
                }
              },
              "logicalLocations": [
                {
                  "name": "deployment/web (shop)",
                  "kind": "resource"
                }
              ]
            }
          ]
        },
        {
          "ruleId": "missing-pull-secret",
          "ruleIndex": 2,
          "level": "note",
          "message": {
            "text": "deployment/web (shop): pull secret acr-secret is not listed for contoso.azurecr.io"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "deploy/web.yaml"
                },
                "region": {
                  "startLine": 12
                }
              },
              "logicalLocations": [
                {
                  "name": "deployment/web (shop)",
                  "kind": "resource"
                }
              ]
            }
          ]
        }
      ]
    }
  ]
}
`,
  )
})

test('nothing found is a log without results', () => {
  const log = JSON.parse(
    renderSarif(transformation({ outcomes: [outcome({ status: 'present' })] }), { tool: TOOL }),
  )
  assert.equal(log.runs[0].results, [])
  assert.equal(log.runs[0].tool.driver.rules, [])
  assert.equal(log.runs[0].invocations, [{ executionSuccessful: true }])
})

const uris: Record<string, string> = {
  'deploy/web.yaml': 'deploy/web.yaml',
  './deploy/web.yaml': 'deploy/web.yaml',
  'standard input': 'standard%20input',
  'a:b#c?d%.yaml': 'a%3Ab%23c%3Fd%25.yaml',
  'größe.yaml': 'gr%C3%B6%C3%9Fe.yaml',
  '/srv/my app/web.yaml': 'file:///srv/my%20app/web.yaml',
  'C:\\deploy\\web.yaml': 'file:///C:/deploy/web.yaml',
  'deploy\\web.yaml': 'deploy/web.yaml',
  'https://example.com/a%20b.yaml?raw=1': 'https://example.com/a%20b.yaml?raw=1',
}

for (const [name, uri] of Object.entries(uris)) {
  test(`${name} as a URI`, () => {
    const log = JSON.parse(
      renderSarif(transformation({ outcomes: [injected({ source: name })] }), { tool: TOOL }),
    )
    assert.is(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, uri)
  })
}

const fix = { remedy: 'to change the files, type', command: 'kubectl acr inject -f deploy --in-place' }

test('what would have to change is an error at the image, with what to type', () => {
  const pending = injected({
    line: 12,
    causes: [{ name: 'acr-secret', line: 31, image: 'contoso.azurecr.io/web:1', others: 0 }],
  })
  const [run] = JSON.parse(renderSarif(transformation({ outcomes: [pending] }), { tool: TOOL, fix })).runs
  const [result] = run.results
  assert.is(result.ruleId, 'missing-pull-secret')
  assert.is(result.level, 'error')
  assert.equal(result.locations[0].physicalLocation.region, { startLine: 31 })
  assert.is(
    result.message.text,
    'deployment/web (shop): pull secret acr-secret is not listed for contoso.azurecr.io/web:1; ' +
      'to change the files, type: kubectl acr inject -f deploy --in-place',
  )
  assert.is(run.tool.driver.version, '1.2.3')
  assert.is(run.tool.driver.informationUri, 'https://example.com/acr')
  assert.is(
    run.tool.driver.rules[0].helpUri,
    'https://example.com/acr/blob/main/docs/inject.md#missing-pull-secret',
  )
})

test('of what a kustomization builds, no line is told', () => {
  const sources = [{ ...source('overlays/prod'), isBuilt: true as const }]
  const outcomes = [injected({ source: 'overlays/prod', line: 12 })]
  const [run] = JSON.parse(renderSarif(transformation({ sources, outcomes }), { tool: TOOL, fix })).runs
  assert.equal(run.results[0].locations[0].physicalLocation, { artifactLocation: { uri: 'overlays/prod' } })
})

test.run()
