import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bareNameNote, isBareName } from '../../src/image/bare-name.ts'

test('a name is bare if its login server can only be derived', () => {
  for (const name of ['contoso', ' Contoso ', 'contoso1']) assert.ok(isBareName(name), name)
  for (const name of ['contoso-a1b2c3', 'contoso.azurecr.io', 'localhost', 'r:5000', ''])
    assert.not.ok(isBareName(name), name)
})

const ASKS = /another login server than contoso\.azurecr\.\*: az acr show --name contoso /

/** What is said of `--registry contoso`, beside these images. */
const CASES: Readonly<Record<string, readonly [images: readonly string[], note: RegExp | undefined]>> = {
  'no image': [[], ASKS],
  'images of others': [
    ['nginx', 'fabrikam.azurecr.io/a', 'contosoworks.azurecr.io/a', 'contoso/a', 'x'],
    ASKS,
  ],
  'an image of the name': [['nginx', 'contoso.azurecr.io/a:1'], undefined],
  'a regional image of the name': [['contoso.eastus2.geo.azurecr.io/a'], undefined],
  'an artifact of the name': [['oci://contoso.azurecr.io/charts'], undefined],
  'capitals in the image': [['Contoso.azurecr.io/a'], undefined],
  'both, with a hash and without': [['contoso-a1b2.azurecr.io/a', 'contoso.azurecr.io/a'], undefined],
  'a login server with a hash': [
    ['contoso-a1b2.azurecr.io/a', 'contoso-a1b2.azurecr.io/b', 'nginx'],
    /there are images of contoso-a1b2\.azurecr\.io; to mean that one, type --registry contoso-a1b2\.azurecr\.io$/,
  ],
  'login servers with a hash': [
    ['contoso-a1b2.azurecr.io/a', 'contoso-c3d4.azurecr.io/b'],
    /images of contoso-a1b2\.azurecr\.io and 1 more of that name; /,
  ],
  'another cloud': [['contoso.azurecr.cn/a'], /type --registry contoso\.azurecr\.cn$/],
}

for (const [name, [images, note]] of Object.entries(CASES))
  test(`beside a registry's name, ${name}`, () => {
    const said = bareNameNote(['contoso'], images)
    if (note === undefined) assert.is(said, undefined)
    else assert.match(said ?? '', note)
  })

test('the first name that no image confirms is told', () => {
  assert.match(
    bareNameNote(['x.azurecr.io', 'contoso', 'fabrikam'], ['contoso.azurecr.io/a']) ?? '',
    /than fabrikam\./,
  )
  assert.is(bareNameNote(['contoso.azurecr.io', 'contoso-a1b2'], []), undefined)
})

test.run()
