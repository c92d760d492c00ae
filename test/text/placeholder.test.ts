import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  holdsPlaceholder,
  isPlaceholder,
  isPlaceholderHost,
  mayHoldPlaceholder,
  placeholdersInReference,
  replacePlaceholders,
  textAfterPlaceholder,
} from '../../src/text/placeholder.ts'

test('in the name of a resource', () => {
  for (const text of ['${NAME}', '$(NAME)', '{{ .name }}', '#{name}#', '__NAME__', '<name>', 'a-%NAME%'])
    assert.ok(holdsPlaceholder(text), text)
  for (const text of ['RegCred', 'a$b', 'map[name:x]', 'a<name>']) assert.not.ok(holdsPlaceholder(text), text)
})

test('in an image reference', () => {
  const reference = 'r.azurecr.io/${A}/#{b}#/__c__/@@d@@:((e))-%F%-$G'
  assert.equal(placeholdersInReference(reference), ['${A}', '#{b}#', '@@d@@', '((e))', '%F%', '$G'])
  assert.is(replacePlaceholders(reference, 'x'), 'r.azurecr.io/x/x/__c__/x:x-x-x')
  assert.equal(placeholdersInReference('r.azurecr.io/web:1'), [])
})

test('as a whole text', () => {
  for (const text of [
    '${A}',
    '$(a $(b))',
    '$A',
    'x {{ a }}\ny',
    '#{a}',
    '__A__',
    '%A%',
    '@A@',
    '((a\nb))',
    '<a b>',
  ])
    assert.ok(isPlaceholder(text), text)
  for (const text of ['', '${A}b', 'a$A', '<a>b', 'p#{a}']) assert.not.ok(isPlaceholder(text), text)
})

test('perhaps in a longer text', () => {
  for (const text of ['{"auths": ${AUTHS}', '{{', 'a__B__c', ' <config>\n'])
    assert.ok(mayHoldPlaceholder(text), text)
  for (const text of ['{"auths": {}}', '<a> b', '__']) assert.not.ok(mayHoldPlaceholder(text), text)
})

test('in a host, and at the start of a server', () => {
  for (const host of ['${REGISTRY}', '<host>', '%HOST%', '{{ host }}'])
    assert.ok(isPlaceholderHost(host), host)
  assert.not.ok(isPlaceholderHost('contoso.azurecr.io:443'))
  assert.is(textAfterPlaceholder('https://${REGISTRY}.azurecr.io'), '.azurecr.io')
  assert.is(textAfterPlaceholder('{{ host }}'), '')
  assert.is(textAfterPlaceholder('contoso.azurecr.io'), undefined)
})

test.run()
