import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findProgram } from '../../skipped.ts'
import { fuzzAgainstKubectl } from './fuzz.ts'
import { judge } from './judge.ts'

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\n'
const container = '  containers:\n  - name: c\n    image: contoso.azurecr.io/web:1\n'

/** What kubectl reads, though YAML 1.2 or other readers do not, by what is odd about it: pods with an image of ACR. */
const rows: Readonly<Record<string, string>> = {
  'a comment glued to a quote': `${HEAD}spec:\n  containers:\n  - name: c\n    image: "contoso.azurecr.io/web:1"#pinned\n`,
  'a comment glued to a bracket': `${HEAD}spec:\n${container}    args: ["a"]#c\n`,
  'a comment glued to the head of a block scalar': `${HEAD}spec:\n${container}    args:\n    - |#c\n      x\n`,
  'an alias as a key': `${HEAD}x-key: &k disk\nspec:\n  nodeSelector: {*k: ssd}\n${container}`,
  'an alias glued to its colon': `${HEAD}x-key: &k disk\nspec:\n  nodeSelector:\n    *k: ssd\n${container}`,
  'an escaped apostrophe': `${HEAD}spec:\n${container}    args: ["it\\'s"]\n`,
  'a brace in the first column': `${HEAD}spec:\n  nodeSelector: {\n    a: b\n}\n${container}`,
  'a bracket at the column of a dash': `${HEAD}spec:\n  containers:\n  - command: [\n      "a"\n  ]\n    name: c\n    image: contoso.azurecr.io/web:1\n`,
  'lines of a flow mapping led by tabs': `${HEAD}spec: {\n\t"containers": [{"name": "c", "image": "contoso.azurecr.io/web:1"}]\n}\n`,
  'a flow list no deeper than its key': `${HEAD}spec:\n  containers: [\n    {name: c, image: contoso.azurecr.io/web:1}\n]\n`,
  'an escaped line end before a shallow line': `${HEAD}spec:\n  imagePullSecrets:\n  - name: "acr-s\\\n  ecret"\n${container}`,
  'an image over an escaped line end': `${HEAD}spec:\n  containers:\n  - name: c\n    image: "contoso.azure\\\n  cr.io/web:1"\n`,
  'the next line character in quotes': `${HEAD}spec:\n${container}    args: ["a\u0085b"]\n`,
  'a line separator in quotes': `${HEAD}spec:\n${container}    args: ["a\u2028b", 'c\u2029d']\n`,
  'a key that stands twice': `${HEAD}spec:\n  imagePullSecrets: [{name: a}]\n  imagePullSecrets: [{name: b}]\n${container}`,
  'a mapping that stands twice': `${HEAD}spec: {containers: [{name: c, image: nginx}]}\nspec:\n${container}`,
  'a merge key behind an own image': `${HEAD}x: &x {image: contoso.azurecr.io/web:1}\nspec:\n  containers:\n  - name: c\n    image: nginx\n    <<: *x\n`,
  'two merge keys': `${HEAD}x: &x {image: nginx}\ny: &y {image: contoso.azurecr.io/web:1}\nspec:\n  containers:\n  - name: c\n    <<: *x\n    <<: *y\n`,
  // Found by the fuzz.
  'an entry with a tag, which the next one does not get': `${HEAD}spec: {containers: [{name: c, image: contoso.azurecr.io/a}], imagePullSecrets: [{name: !!binary aHVi}]}\n`,
  'an entry with an anchor': `${HEAD}spec:\n  imagePullSecrets: [{name: &s hub}]\n${container}    args: [*s]\n`,
  'an entry with comments': `${HEAD}spec: {containers: [{name: c, image: contoso.azurecr.io/a}], imagePullSecrets: [\n { # c\n\tname: hub # c\n\t}\n ]}\n`,
  'a pod spec of many lines led by tabs': `${HEAD}spec: {\n\tcontainers: [\n\t{\n  \timage: contoso.azurecr.io/web:1,\n  \t"name": c\n  \t}\n\t]\n\t}\n`,
}

const odd = suite('odd YAML, as kubectl reads it')
const kubectl = findProgram('kubectl', 'the differential tests of odd YAML')

if (kubectl !== undefined) {
  odd('each row', async () => {
    const names = Object.keys(rows)
    const texts = Object.values(rows).map((text, at) => text.replace('NAME', `r${at}`))
    const { read, refused, differences } = await judge(kubectl, texts)
    assert.equal(
      differences.map(({ text, difference }) => `${names[texts.indexOf(text)]}: ${difference}`),
      [],
    )
    assert.equal([...refused], [])
    assert.is(read, texts.length)
  })

  odd('documents of a grammar', async () => {
    const { read, differences } = await fuzzAgainstKubectl(kubectl, 20_261_129, 600)
    assert.equal(differences, [])
    assert.ok(read > 500, `kubectl reads ${read} of 600`)
  })
}

odd.run()
