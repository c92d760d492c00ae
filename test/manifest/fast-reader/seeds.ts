import * as fc from 'fast-check'
import { cutDocuments } from '../../../src/manifest/stream.ts'
import { once } from '../../../src/text/memoize.ts'
import { allFixtures, expectedOf as expectedResult } from '../../fixtures.ts'
import { resources } from '../../inject/manifests.ts'
import { styles, writeStream } from '../../inject/writing.ts'

/** The documents of all fixtures, before and after. */
export const fixtureDocuments = once((): readonly string[] => [
  ...new Set(
    allFixtures()
      .flatMap(one => [one.input, expectedResult(one).stdout])
      .flatMap(documentsOf),
  ),
])

/** Documents in the style of tools and of people who like their YAML plain, and as JSON; and in Lists. */
export function generatedDocuments(seed: number, numRuns: number): readonly string[] {
  const plain = styles.map(style => ({ ...style, eol: '\n', byteOrderMark: false }))
  const texts = fc.sample(
    fc.tuple(resources, plain).map(([all, style]) => {
      const list = { apiVersion: 'v1', kind: 'List', items: all }
      return [
        writeStream(all, style),
        writeStream([list], style),
        JSON.stringify(all[0], null, style.step),
        JSON.stringify(list, null, style.step === 4 ? '\t' : style.step - 2),
      ]
    }),
    { seed, numRuns },
  )
  return texts.flat().flatMap(text => documentsOf(Buffer.from(text)))
}

function documentsOf(bytes: Buffer): readonly string[] {
  return [...cutDocuments(bytes)].map(({ start, end }) => bytes.toString('utf8', start, end))
}
