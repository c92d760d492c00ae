import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { displayWidth } from '../../src/text/width.ts'
import { keep, kept, photograph, SCREENS, show, WIDTHS } from './screens.ts'

const test = suite('screens')
// oxlint-disable-next-line no-control-regex -- a terminal's codes begin with a control character
const ESCAPES = /\u001b\[\d*m/g
const isRewriting = process.argv.includes('--rewrite')

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`${name} is as kept`, async () => {
    const now = await photograph(screen)
    if (isRewriting) keep(name, now)
    assert.fixture(now, kept(name))
  })

  test(`${name} says the same with colors and without`, async () => {
    for (const columns of WIDTHS) {
      const colored = await show(screen, columns, 'always')
      assert.ok(colored.includes('\u001b['), 'there are some')
      assert.is(colored.replaceAll(ESCAPES, ''), await show(screen, columns, 'never'))
    }
  })

  if (!name.startsWith('help')) continue
  test(`${name} keeps within the screen`, async () => {
    for (const columns of WIDTHS)
      for (const line of (await show(screen, columns, 'never')).split('\n'))
        assert.ok(displayWidth(line) <= Math.min(columns, 120), line)
  })
}

test('no file is kept of what is no screen', () => {
  const files = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter(file =>
    file.endsWith('.txt'),
  )
  assert.equal(files.map(file => file.replace('.txt', '')).toSorted(), Object.keys(SCREENS).toSorted())
})

test.run()
