import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { WrittenTexts } from '../../../src/inject/outcomes/written-texts.ts'
import { writeNames } from '../../../src/manifest/site.ts'
import type { ListTemplate } from '../../../src/manifest/site.ts'

function writing(indentation: string, more: Partial<ListTemplate> = {}): ListTemplate {
  return {
    prefix: `${indentation}imagePullSecrets:\n`,
    suffix: '',
    separator: '',
    spelling: 'normal',
    entry: {
      normal: [`${indentation}- name: `, '\n'],
      'list-existed': [`${indentation}- {name: `, '}\n'],
    },
    ...more,
  }
}

const NAMES = [{ name: 'acr-secret', registries: ['contoso.azurecr.io'] }]

test('whatever was asked for before, the text is what is written', () => {
  const texts = new WrittenTexts()
  const ways = Array.from({ length: 20 }, (_, column) => writing(' '.repeat(column)))
  const odd = [{ suffix: ',' }, { separator: ', ' }, { prefix: '' }, { spelling: 'list-existed' as const }]
  const all = [...ways, ...odd.map(more => writing('', more))]
  const lists = [NAMES, [...NAMES, { name: 'other', registries: [] }], []]
  for (const names of [...lists, ...lists])
    for (const way of [...all, ...all, writing('  ')]) {
      assert.is(texts.of(way, names), writeNames(way, names, way.spelling))
      assert.is(texts.of(way, names, 'list-existed'), writeNames(way, names, 'list-existed'))
    }
})

test('an entry that is written otherwise is another text', () => {
  const texts = new WrittenTexts()
  const gap = writing('', { entry: { normal: ['-   name: ', '\n'], 'list-existed': ['-   {name: ', '}\n'] } })
  const end = writing('', { entry: { normal: ['- name: ', '\r\n'], 'list-existed': ['- {name: ', '}\r\n'] } })
  for (const way of [writing(''), gap, end]) assert.is(texts.of(way, NAMES), writeNames(way, NAMES, 'normal'))
})

test.run()
