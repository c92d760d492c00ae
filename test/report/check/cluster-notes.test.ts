import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { UnreadableResource } from '../../../src/check/cluster-summary.ts'
import { painter } from '../../../src/report/paint.ts'
import {
  remarkLines,
  sentenceOfRemark,
  sentenceOfUnseen,
  unseenLines,
} from '../../../src/report/check/cluster-notes.ts'

const layout = { paint: painter(false) }
const forbidden = (resource: string, namespace?: string): UnreadableResource => ({
  resource,
  ...(namespace === undefined ? {} : { namespace }),
  command: `kubectl auth can-i list ${resource}`,
})

test('what is forbidden in one namespace is one line, with a line to type for each', () => {
  assert.equal(unseenLines([forbidden('pods', 'shop'), forbidden('jobs.batch', 'shop')], layout), [
    'not checked: pods and jobs.batch in namespace shop: forbidden; to see it, type:',
    '    kubectl auth can-i list pods',
    '    kubectl auth can-i list jobs.batch',
  ])
})

test('of many, the first stand for all', () => {
  const lines = unseenLines(
    Array.from({ length: 8 }, (_, at) => forbidden(`r${at}`)),
    layout,
  )
  assert.is(lines[0], 'not checked: r0, r1, r2, r3, r4 and 3 more: forbidden; to see it, type:')
  assert.equal([lines.length, lines.at(-1)], [7, '    and 3 more'])
})

test('what has failed has its reason, and nothing to type', () => {
  const failed = { resource: 'pods', failure: 'the server does not answer' }
  assert.equal(unseenLines([failed, forbidden('pods')], layout), [
    'not checked: pods: the server does not answer',
    'not checked: pods: forbidden; to see it, type:',
    '    kubectl auth can-i list pods',
  ])
  assert.is(sentenceOfUnseen(failed), 'pods: the server does not answer')
  assert.is(
    sentenceOfUnseen(forbidden('pods', 'shop')),
    'pods in namespace shop: forbidden: kubectl auth can-i list pods',
  )
})

test('a remark has its line', () => {
  const remark = { code: 'nodes-may-pull', what: 'w', remedy: 'r', command: 'c' } as const
  assert.equal(remarkLines([remark], layout), ['note: w', '  r:', '    c'])
  assert.is(sentenceOfRemark(remark), 'w; r: c')
})

test.run()
