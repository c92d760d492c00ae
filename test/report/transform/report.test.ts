import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { REPORT_FORMATS, renderReport } from '../../../src/report/transform/report.ts'
import type { ReportFormat, ReportOptions } from '../../../src/report/transform/report.ts'
import { injected, NOON, TOOL, transformation } from '../transformations.ts'

const starts: Record<ReportFormat, string> = {
  text: 'deployment/web (shop): + acr-secret',
  json: '{"version":1,',
  sarif: '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"',
  github: '::notice file=deploy/web.yaml,',
  junit: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="deploy/web.yaml"',
}

function render(format: ReportFormat, parts: Partial<ReportOptions> = {}): Promise<string> {
  return renderReport(transformation({ outcomes: [injected()] }), {
    format,
    level: 'normal',
    color: false,
    isIndented: false,
    tool: TOOL,
    now: NOON,
    ...parts,
  })
}

for (const format of REPORT_FORMATS) {
  test(format, async () => {
    const report = await render(format)
    assert.is(report.slice(0, starts[format].length), starts[format])
    assert.is(report.at(-1), '\n')
  })
}

test('quiet keeps what programs read', async () => {
  assert.is(await render('text', { level: 'quiet', color: true }), '')
  assert.is(await render('github', { level: 'quiet' }), '')
  assert.match(await render('json', { level: 'quiet' }), '"injected":1')
  assert.match(await render('sarif', { level: 'quiet' }), 'missing-pull-secret')
  assert.match(await render('junit', { level: 'quiet' }), '<testcase name="deployment/web (shop)"')
})

test('JSON is the same value with lines and on one', async () => {
  const [line, lines] = [await render('json'), await render('json', { isIndented: true })]
  assert.is(line.split('\n').length, 2)
  assert.ok(lines.startsWith('{\n  "version": 1,\n'))
  assert.equal(JSON.parse(lines), JSON.parse(line))
})

test.run()
