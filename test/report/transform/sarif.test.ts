import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderSarif } from '../../../src/report/transform/sarif.ts'
import { injected, outcome, transformation } from '../transformations.ts'

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
              }
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
              }
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
              }
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
            "text": "deployment/web (shop): pull secret missing: acr-secret for contoso.azurecr.io and regcred from service account shop/web"
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
  const log = JSON.parse(renderSarif(transformation({ outcomes: [outcome({ status: 'present' })] })))
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
    const log = JSON.parse(renderSarif(transformation({ outcomes: [injected({ source: name })] })))
    assert.is(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, uri)
  })
}

test.run()
