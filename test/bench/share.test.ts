import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { describeShare, manifestsIn, fastReaderShare } from '../../bench/share.ts'
import { makeFolder } from '../folder.ts'

test('the share counts documents of all manifests below a folder', () => {
  const folder = makeFolder({
    'a/b.yaml': 'a: 1\n---\nb: &c 1\n---\nd: |\n  e\n',
    'f.json': '{"a": 1}',
    'g.txt': 'a: 1\n',
  })
  const share = fastReaderShare(manifestsIn(folder))
  assert.equal(share, { documents: 4, handled: 3 })
  assert.is(describeShare(share), '3 of 4 documents (75.0 %)')
  assert.is(describeShare({ documents: 0, handled: 0 }), '0 of 0 documents (0.0 %)')
})

test.run()
