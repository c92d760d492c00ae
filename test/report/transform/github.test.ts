import type { LocatedDiagnostic } from '../../../src/manifest/diagnostic.ts'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Transformation } from '../../../src/inject/outcome.ts'
import { renderGithub } from '../../../src/report/transform/github.ts'
import type { TextOptions } from '../../../src/report/transform/text.ts'
import { injected, lines, outcome, source, transformation } from '../transformations.ts'

const warned = injected({
  line: 12,
  warnings: [{ code: 'duplicate-entry', line: 30, message: 'acr-secret is listed twice' }],
})
const problem: LocatedDiagnostic = {
  code: 'invalid-syntax',
  source: 'deploy/web.yaml',
  document: 2,
  line: 31,
  what: 'the pod spec is shared',
  remedy: 'write it out',
}

const cases: Record<string, [transformation: Transformation, level: TextOptions['level'], expected: string]> =
  {
    'a notice where a resource changed, after all warnings': [
      transformation({ outcomes: [injected({ line: 3, identity: { name: 'api' } }), outcome(), warned] }),
      'normal',
      lines(
        '::warning file=deploy/web.yaml,line=30,title=kubectl acr inject::deployment/web (shop): acr-secret is listed twice',
        '::notice file=deploy/web.yaml,line=3,title=kubectl acr inject::deployment/api (shop): + acr-secret for contoso.azurecr.io',
        '::notice file=deploy/web.yaml,line=12,title=kubectl acr inject::deployment/web (shop): + acr-secret for contoso.azurecr.io',
        '2 workloads changed; 1 warning; 1 other uses no ACR image',
      ),
    ],
    'errors: no notices, for nothing was written': [
      transformation({ outcomes: [warned], problems: [problem] }),
      'normal',
      lines(
        '::error file=deploy/web.yaml,line=31,title=kubectl acr inject::the pod spec is shared; write it out',
        '::warning file=deploy/web.yaml,line=30,title=kubectl acr inject::deployment/web (shop): acr-secret is listed twice',
        'nothing was written: 1 error',
      ),
    ],
    'quiet: errors only': [
      transformation({ verb: 'uninject', outcomes: [warned], problems: [problem] }),
      'quiet',
      lines(
        '::error file=deploy/web.yaml,line=31,title=kubectl acr uninject::the pod spec is shared; write it out',
      ),
    ],
    'standard input is no file to point at': [
      transformation({
        sources: [{ name: 'standard input', before: new Uint8Array(), edits: [] }],
        outcomes: [injected({ source: 'standard input', line: 3 })],
      }),
      'normal',
      lines(
        '::notice title=kubectl acr inject::stdin:3: deployment/web (shop): + acr-secret for contoso.azurecr.io',
        '1 workload changed',
      ),
    ],
    'a file is named as in the repository': [
      transformation({
        sources: [source('./deploy/web.yaml')],
        outcomes: [injected({ source: './deploy/web.yaml' })],
      }),
      'normal',
      lines(
        '::notice file=deploy/web.yaml,line=1,title=kubectl acr inject::deployment/web (shop): + acr-secret for contoso.azurecr.io',
        '1 workload changed',
      ),
    ],
    'what would end a command or a property is escaped': [
      transformation({
        sources: [source('a,b:100%.yaml')],
        problems: [{ ...problem, source: 'a,b:100%.yaml', what: '5% off:\r\nsee, below' }],
      }),
      'normal',
      lines(
        '::error file=a%2Cb%3A100%25.yaml,line=31,title=kubectl acr inject::5%25 off: see, below; write it out',
        'nothing was written: 1 error',
      ),
    ],
  }

for (const [name, [value, level, expected]] of Object.entries(cases)) {
  test(name, () => {
    assert.is(renderGithub(value, { level }), expected)
  })
}

test('what would have to change is an error at its image, with what to type', () => {
  const pending = injected({
    causes: [{ name: 'acr-secret', line: 31, image: 'contoso.azurecr.io/web:1', others: 0 }],
  })
  const fix = { remedy: 'pipe the manifests through', command: 'kubectl acr inject' }
  assert.is(
    renderGithub(transformation({ outcomes: [pending] }), { level: 'quiet', fix }),
    lines(
      '::error file=deploy/web.yaml,line=31,title=kubectl acr inject::deployment/web (shop): pull secret acr-secret is not listed for contoso.azurecr.io/web:1; pipe the manifests through: kubectl acr inject',
    ),
  )
})

test.run()
