import * as assert from 'uvu/assert'

const TAG = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)>/y
const TEXT = /(?:[^<&]|&(?:amp|lt|gt);)+/y
// Production 2 of XML 1.0.
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** That a text is XML 1.0 as the reports write it: each tag has its end, and no character is one that cannot be there. */
export function assertWellFormed(xml: string): void {
  assert.not.match(xml, NO_CHARACTER)
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  assert.ok(xml.startsWith(head), xml)
  const open: string[] = []
  for (let at = head.length; at < xml.length;) {
    TAG.lastIndex = at
    TEXT.lastIndex = at
    const tag = TAG.exec(xml)
    const text = TEXT.exec(xml)
    assert.ok(tag ?? text, `no XML: ${xml.slice(at, at + 80)}`)
    if (tag !== null) {
      const [, slash, name = '', , isEmpty] = tag
      if (slash === '/') assert.is(open.pop(), name)
      else if (isEmpty !== '/') open.push(name)
    }
    at += (tag ?? text)?.[0].length ?? 1
  }
  assert.equal(open, [])
}
