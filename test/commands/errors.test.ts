import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ClusterError } from '../../src/cluster/cluster-error.ts'
import { describeError } from '../../src/commands/shared/terminal/errors.ts'
import { painter } from '../../src/report/paint.ts'
import { OutputError } from '../../src/io/output/output.ts'
import { CredentialError } from '../../src/pull-secret/credential.ts'
import { RegistryError } from '../../src/registry/registry-error.ts'
import { UsageError, UserError } from '../../src/text/user-error.ts'

const described: [error: unknown, text: string][] = [
  [new UserError('it is odd', 'change it'), 'error: it is odd; change it\n'],
  [new UserError('it is odd', ''), 'error: it is odd\n'],
  [new OutputError('out: cannot be written'), 'error: out: cannot be written\n'],
  [new CredentialError('no', 'yes'), 'error: no; yes\n'],
  [new ClusterError('timeout', 'no', 'yes'), 'error: no; yes\n'],
  [new RegistryError('denied', 'no', 'yes'), 'error: no; yes\n'],
  [new UsageError('no flag'), "error: no flag\nSee 'kubectl acr inject --help' for usage.\n"],
  [new UsageError('no flag', 'Add --it.'), 'error: no flag\nAdd --it.\n'],
  [new UsageError('no flag', ''), 'error: no flag\n'],
  [new UsageError('two\nlines', 'and\u001b[31mred'), 'error: two lines\nand\\u001b[31mred\n'],
]
for (const [error, text] of described) {
  test(`described: ${JSON.stringify(text)}`, () =>
    assert.is(describeError(error, 'kubectl acr inject', painter(false)), text))
}

test('whatever else is thrown is a bug, and keeps its stack', () => {
  assert.match(
    describeError(new TypeError('x'), '', painter(false)),
    /^error: this is a bug .+ TypeError: x\n +at /,
  )
  assert.match(describeError('x', '', painter(false)), /^error: this is a bug .+: x\n$/)
})

test.run()
