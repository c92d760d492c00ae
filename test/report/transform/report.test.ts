import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderReport } from '../../../src/report/transform/report.ts'
import type { ReportOptions } from '../../../src/report/transform/report.ts'
import { injected, transformation } from '../transformations.ts'

const starts: Record<ReportOptions['format'], string> = {
  text: 'deployment/web (shop): + acr-secret',
  json: '{"version":1,',
  sarif: '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"',
  github: '::notice file=deploy/web.yaml,',
}
const formats = ['text', 'json', 'sarif', 'github'] as const

for (const format of formats) {
  test(format, () => {
    const report = renderReport(transformation({ outcomes: [injected()] }), {
      format,
      level: 'normal',
      color: false,
    })
    assert.is(report.slice(0, starts[format].length), starts[format])
    assert.is(report.at(-1), '\n')
  })
}

function quiet(format: ReportOptions['format']): string {
  return renderReport(transformation({ outcomes: [injected()] }), { format, level: 'quiet', color: true })
}

test('quiet keeps what programs read', () => {
  assert.is(quiet('text'), '')
  assert.is(quiet('github'), '')
  assert.match(quiet('json'), '"injected":1')
  assert.match(quiet('sarif'), 'missing-pull-secret')
})

test.run()
