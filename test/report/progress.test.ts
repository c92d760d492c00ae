import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderProgress } from '../../src/report/progress.ts'

const EMPTY_LINE = '\r\u001b[K'

test('a line tells how far it is', () => {
  assert.is(renderProgress(0, 1, 80), `${EMPTY_LINE}checking 0 of 1 image…`)
  assert.is(renderProgress(12, 40, 80), `${EMPTY_LINE}checking 12 of 40 images…`)
})

test('a line is never as wide as the terminal', () => {
  assert.is(renderProgress(12, 40, 26), `${EMPTY_LINE}checking 12 of 40 images…`)
  assert.is(renderProgress(12, 40, 25), `${EMPTY_LINE}checking 12 of 40 images`)
  assert.is(renderProgress(12, 40, 9), `${EMPTY_LINE}checking`)
  for (const columns of [1, 0]) assert.is(renderProgress(12, 40, columns), EMPTY_LINE)
})

test('nothing is left of the line at the end', () => {
  assert.is(renderProgress(40, 40, 80), EMPTY_LINE)
  assert.is(renderProgress(0, 0, 80), EMPTY_LINE)
})

test.run()
